/** serverless.yml with its variables resolved, read by the framework's own reader, so that both mean the same by it. */
import { createRequire } from 'node:module';
import path from 'node:path';

type Configuration = Readonly<Record<string, unknown>>;

interface Source {
  readonly resolve: (request: never) => unknown;
}

interface VariableResolution {
  readonly serviceDir: string;
  readonly configuration: Configuration;
  readonly options: Readonly<Record<string, string>>;
  readonly sources: Readonly<Record<string, Source>>;
}

// Private paths of the framework: the version is pinned, and configuration.test.ts and test/template.test.ts hold that these
// modules still do what the command line does. docs/decisions/serverless-configuration.md says why.
const framework = createRequire(import.meta.url);
const load = (module: string): unknown => framework(`serverless/lib/configuration/${module}`);
const source = (name: string): Source => load(`variables/sources/${name}`) as Source;
const instanceSource = (name: string, instance?: unknown): Source =>
  (load(`variables/sources/instance-dependent/${name}`) as (instance?: unknown) => Source)(instance);

/**
 * Reads a project's serverless.yml for one stage (dev when left out) and with parameters as `--param` gives them. Plugins are not run, the environment counts only where
 * serverless.yml itself asks for it, and `!Sub` and the like are left as CloudFormation has them.
 *
 * @throws an error that says where, when the file cannot be read or a variable cannot be resolved
 */
export const readConfiguration = async (
  project: string,
  stage?: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Configuration> => {
  const read = load('read') as (file: string) => Promise<Configuration>;
  const resolveVariables = load('variables') as (resolution: VariableResolution) => Promise<void>;
  const variablesIn = load('variables/resolve-meta') as (configuration: Configuration) => ReadonlyMap<string, unknown>;
  const configuration = await read(path.join(project, 'serverless.yml'));
  await resolveVariables({
    serviceDir: project,
    configuration,
    options: stage === undefined ? {} : { stage },
    sources: {
      env: source('env'),
      file: source('file'),
      opt: source('opt'),
      self: source('self'),
      strToBool: source('str-to-bool'),
      sls: instanceSource('get-sls'),
      param: instanceSource('param', {
        configurationInput: configuration,
        processedInput: { options: { param: Object.entries(parameters).map(([name, value]) => `${name}=${value}`) } },
      }),
    },
  });
  // A source that is not known here, ssm for example, is no error to the reader: it leaves the variable as it is.
  const [unresolved] = variablesIn(configuration).keys();
  if (unresolved !== undefined) {
    throw new Error(
      `serverless.yml: ${unresolved.replaceAll('\0', '.')} holds a variable that cannot be resolved here.`,
    );
  }
  return configuration;
};
