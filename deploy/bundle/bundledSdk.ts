/** For tests: the client of STS as it is bundled, to be held against the SDK's own. */
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as sdk from '@aws-sdk/client-sts';
import { build } from 'esbuild';
import { standInPlugin } from './standInPlugin.js';

/** What the functions use of `@aws-sdk/client-sts`. */
export type StsModule = Pick<typeof sdk, 'STSClient' | 'AssumeRoleCommand' | 'GetCallerIdentityCommand'>;

/** Bundles it with every stand-in, and runs the bundle. */
export const bundledSdk = async (): Promise<StsModule> => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { STSClient, AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';`,
      resolveDir: path.resolve(import.meta.dirname, '../..'),
    },
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    plugins: [standInPlugin()],
  });
  const module = { exports: {} };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- this is how Node runs CommonJS, and it is our own build
  const run = new Function('module', 'require', outputFiles[0]?.text ?? '') as (...given: unknown[]) => void;
  run(module, createRequire(import.meta.url));
  return module.exports as StsModule;
};
