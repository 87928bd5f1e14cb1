/**
 * esbuild plugin: keeps the source map beside the bundle, out of the zip, and marks the bundle with its build.
 *
 * Every stack trace of a built function, those that Lambda itself logs too, then says `vend@4f9c2a71d0be.js:1:84213`, and
 * `npm run stack` finds the map by that name: `.build/vend@4f9c2a71d0be.js.map`. The name is the hash of the code, and packaging
 * is reproducible, so `npm run package` at the commit that was deployed makes a lost map again. In the zip a map would
 * cost every cold start its loading, whether or not anything fails.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const project = path.resolve(import.meta.dirname, '../..');

/** Where the maps are, seen from the project. Not in Git; `serverless package` leaves it alone, unlike `.serverless`. */
export const MAPS = '.build';

const projectPath = (source, folder) => path.relative(project, path.resolve(folder, source)).split(path.sep).join('/');

/** The sources' text stays out: the commit has it. */
const withProjectPaths = (map, folder) => {
  const { sources, ...rest } = JSON.parse(map);
  return JSON.stringify({ ...rest, sources: sources.map((source) => projectPath(source, folder)) });
};

/** Files are written here, not by esbuild. */
export const mapsBeside = () => ({
  name: 'maps-beside',
  setup(build) {
    Object.assign(build.initialOptions, { sourcemap: 'external', sourcesContent: false, write: false });
    build.onEnd(async ({ outputFiles = [] }) => {
      for (const { path: file, text } of outputFiles.filter(({ path: name }) => !name.endsWith('.map'))) {
        const folder = path.dirname(file);
        const id = createHash('sha256').update(text).digest('hex').slice(0, 12);
        const built = `${path.basename(file, '.js')}@${id}.js`;
        const map = outputFiles.find(({ path: name }) => name === `${file}.map`);
        await mkdir(folder, { recursive: true });
        // V8 names a script in stack traces by its sourceURL.
        await writeFile(file, `${text}//# sourceURL=${built}\n`);
        await mkdir(path.join(project, MAPS), { recursive: true });
        await writeFile(path.join(project, MAPS, `${built}.map`), withProjectPaths(map.text, folder));
      }
    });
  },
});
