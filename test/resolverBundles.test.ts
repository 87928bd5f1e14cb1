/** What AppSync gets, each resolver's bundle as esbuild makes it, has none of the syntax that APPSYNC_JS refuses. */
import path from 'node:path';
import { bundleResolver } from '../local/appsync/bundle.ts';
import { lintText } from './lintText.ts';
import { projectFiles } from './projectFiles.ts';

const project = path.join(import.meta.dirname, '..');
const resolvers = projectFiles.filter((file) => /^resolvers\/(Query|Mutation)\.\w+\.ts$/.test(file));

it('finds the resolvers', () => {
  expect(resolvers.length).toBeGreaterThanOrEqual(3);
});

it.each(resolvers)('the bundle of %s', async (file) => {
  const code = await bundleResolver(file, project);
  // An inline source map would count; https://docs.aws.amazon.com/general/latest/gr/appsync.html
  expect(code.length).toBeLessThanOrEqual(32_768);
  expect(code).not.toContain('sourceMappingURL');
  expect(code).toMatch(/export \{[^}]*\brequest\b[^}]*\bresponse\b/s);
  expect(await lintText(file.replace(/\.ts$/, '.bundle.js'), code)).toEqual([]);
});
