/** The manuals use commands and options of `scopevend` that there are. */
import { understand } from '../client/cli/commandLine.ts';
import { textOf } from './projectFiles.ts';

const manuals = ['docs/deploy.md', 'docs/operations.md', 'docs/threat-model.md'];

/** Words of a command line, up to what ends it in a shell or in the text. */
const wordsOf = (line: string): readonly string[] =>
  line
    .replace(/\s*(#.*|[|>)`].*)$/, '')
    .split(/\s+/)
    .filter((word) => word !== '');

const lines = manuals.flatMap((file) =>
  [...textOf(file).matchAll(/npx scopevend ([^\n]*)/g)].map(([, line = '']) => line),
);

it('finds them', () => {
  expect(lines.length).toBeGreaterThan(7);
});

it.each(lines.map((line) => [line, wordsOf(line)] as const))('%s', (_, words) => {
  expect(understand(words)).toHaveProperty('command');
});
