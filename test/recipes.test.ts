/** docs/clients.md shows every recipe that `npm run test:clients` runs, word for word. */
import { projectFiles, textOf } from './projectFiles.ts';

const folder = 'test/clients/recipes/';
const recipes = projectFiles.filter((file) => file.startsWith(folder) && !file.endsWith('tsconfig.json'));

/** A link to a file, and the block below it. */
const shown = new Map(
  [...textOf('docs/clients.md').matchAll(/^\[`[^`]+`\]\(\.\.\/([^)]+)\):\n\n```\w+\n(.*?)^```$/gms)].map(
    ([, file = '', text = '']) => [file, text],
  ),
);

it('shows them all, and nothing else', () => {
  expect([...shown.keys()].sort()).toEqual([...recipes].sort());
  expect(recipes.length).toBeGreaterThan(8);
});

it.each(recipes)('shows %s as it is', (file) => {
  expect(shown.get(file)).toBe(textOf(file));
});
