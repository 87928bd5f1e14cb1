/** Bundles a resolver exactly as the deployed one is: with the options of serverless-appsync-plugin and serverless.yml. */
import path from 'node:path';
import { build } from 'esbuild';
import { MAX_CODE_CHARACTERS } from './runtime.ts';

/**
 * The bundle of one resolver file.
 *
 * @param file path of the resolver, absolute or relative to `project`
 * @param project the project's folder: esbuild's comments in the bundle name files relative to it
 * @throws esbuild's error when the file does not build; an error naming the file when the bundle is longer than AppSync takes
 */
export const bundleResolver = async (file: string, project: string): Promise<string> => {
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints: [path.resolve(project, file)],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'esnext',
    treeShaking: true,
    sourcemap: false,
    // Two names and no more, as in the plugin: anything else is bundled.
    external: ['@aws-appsync/utils', '@aws-appsync/utils/ai'],
    logLevel: 'silent',
  });
  const code = outputFiles[0]?.text ?? '';
  if (code.length > MAX_CODE_CHARACTERS) {
    throw new Error(
      `${file} makes a bundle of ${String(code.length)} characters; AppSync takes ${String(MAX_CODE_CHARACTERS)}. Import less.`,
    );
  }
  return code;
};
