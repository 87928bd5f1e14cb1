/** The builds of the vend handler that are compared, from none to what is deployed. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { standInPlugin } from '../../deploy/bundle/standInPlugin.js';
import { standIns } from '../../deploy/bundle/standIns.js';
import { usedServices } from '../../deploy/bundle/usedServices.js';
import { packagedOnce } from '../../test/packagedOnce.ts';

const project = path.resolve(import.meta.dirname, '../..');

/** A build: a name, its code, and what it is. */
export interface Build {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly vends: boolean;
}

const bare = `import { vendHandler } from './functions/vendHandler.ts'; export const handler = vendHandler({ environment: process.env });`;
const bundled = async (options: BuildOptions): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents: bare, resolveDir: project, loader: 'ts' },
    absWorkingDir: project,
    bundle: true,
    platform: 'node',
    target: 'node24',
    write: false,
    outfile: 'vend.js',
    ...options,
  });
  return outputFiles?.[0]?.text ?? '';
};

const modules = { minify: true, mainFields: ['module', 'main'] };
const provider = '@aws-sdk/credential-provider-node';
const { [provider]: credentials } = standIns.replaced;
const credentialsOnly = { replaced: { [provider]: credentials }, absent: {}, trimmed: {} };

/** All but the first and the last are the same sources; only `deployed` warms up. */
export const makeBuilds = async (): Promise<readonly Build[]> => {
  const codes: Readonly<Record<string, string>> = {
    'empty handler': 'exports.handler = async () => ({});\n',
    "framework's default": await bundled({}),
    '+ minified': await bundled({ minify: true }),
    '+ mainFields': await bundled(modules),
    '+ credentials from the environment only': await bundled({
      ...modules,
      plugins: [standInPlugin(credentialsOnly as never)],
    }),
    '+ all stand-ins': await bundled({ ...modules, plugins: [standInPlugin()] }),
    '+ the services of grants.ts only': await bundled({ ...modules, plugins: [standInPlugin(), usedServices()] }),
    '+ warm-up: as deployed': (await packagedOnce('dev')).files['vend']?.['functions/vend.js'] ?? '',
    'floor, by hand': await readFile(path.join(import.meta.dirname, 'floor.cjs'), 'utf8'),
  };
  const folder = path.join(project, '.cache/cold');
  await mkdir(folder, { recursive: true });
  return Promise.all(
    Object.entries(codes).map(async ([name, code], number) => {
      const file = path.join(folder, `${String(number)}.cjs`);
      await writeFile(file, code);
      return { name, file, bytes: Buffer.byteLength(code), vends: number > 0 };
    }),
  );
};
