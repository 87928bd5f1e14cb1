/** Bundles a bench first: what is timed is compiled as it is for Lambda, not as for development. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const project = path.resolve(import.meta.dirname, '..');

/** The exports of bench/`name`.ts, bundled. */
export const bundled = async <Bench>(name: string): Promise<Bench> => {
  const outfile = path.join(project, '.cache', `bench-${name}.mjs`);
  await build({
    entryPoints: [path.join(project, 'bench', `${name}.ts`)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  return (await import(pathToFileURL(outfile).href)) as Bench;
};
