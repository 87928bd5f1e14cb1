/**
 * esbuild plugin: of the services' definitions only those that grants.ts has a resource of. An ask of another is refused before its
 * definition is looked at (core/scope.ts), so that a built function does what the sources do.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build as bundle } from 'esbuild';

const project = path.resolve(import.meta.dirname, '../..');

/** The kinds of resources of grants.ts, by running it. */
const kindsIn = async (grants) => {
  const { outputFiles } = await bundle({
    entryPoints: [grants],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  const { default: declared } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  return new Set(Object.values(declared.resources).map(({ kind }) => kind));
};

const IMPORT = /^import \{ (\w+) \} from '\.\/\1\.ts';$/gm;

/** The index with nothing in the place of a definition that is not used. */
export const withUsed = (index, kinds) =>
  index.replace(IMPORT, (line, name) => (kinds.has(name) ? line : `const ${name} = undefined;`));

export const usedServices = ({ grants = path.join(project, 'grants.ts') } = {}) => ({
  name: 'used-services',
  setup(build) {
    build.onLoad({ filter: /[\\/]core[\\/]scopes[\\/]index\.ts$/ }, async ({ path: file }) => {
      const index = await readFile(file, 'utf8');
      return { contents: withUsed(index, await kindsIn(grants)), loader: 'ts' };
    });
  },
});
