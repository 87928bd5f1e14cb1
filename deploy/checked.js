/** Serverless plugin: stops `serverless package` and `serverless deploy` on a mistake that would show only once deployed. */
import { tsImport } from 'tsx/esm/api';

/** https://www.serverless.com/framework/docs/guides/plugins/creating-plugins */
export default class Checked {
  constructor(serverless) {
    const check = () => Checked.check(serverless);
    this.hooks = { 'before:package:initialize': check, 'before:deploy:function:initialize': check };
  }

  static async check({ classes, configurationInput, processedInput, serviceDir, service }) {
    const { cheapChecks } = await tsImport('./check/cheapChecks.ts', import.meta.url);
    const { findingsText } = await tsImport('./check/finding.ts', import.meta.url);
    const findings = await cheapChecks({
      project: serviceDir,
      stage: service.provider.stage,
      params: configurationInput.params,
      options: Object.fromEntries(
        (processedInput.options.param ?? []).map((given) => {
          const at = given.indexOf('=');
          return [given.slice(0, at), given.slice(at + 1).trimEnd()];
        }),
      ),
      region: processedInput.options.region ?? service.provider.region,
    });
    if (findings.length > 0) {
      throw new classes.Error(`Nothing was packaged or deployed.\n\n${findingsText(findings)}`, 'CHECKS_FAILED');
    }
  }
}
