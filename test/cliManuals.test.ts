/** The manuals use commands and options of `scopevend` that there are. */
import { understand } from '../client/cli/commandLine.ts';
import { projectFiles, textOf } from './projectFiles.ts';

const manuals = projectFiles.filter((file) => file.endsWith('.md'));

/** Words of a command line, up to what ends it in a shell or in the text; brackets are around what may be left out. */
const wordsOf = (line: string): readonly string[] =>
  line
    .replace(/\s*(#.*|[|>)`].*)$/, '')
    .replaceAll(/(^|\s)\[(.*?)\](?=\s|$)/g, '$1$2')
    .split(/\s+/)
    .filter((word) => word !== '');

const lines = manuals.flatMap((file) =>
  [
    ...textOf(file)
      .replaceAll(/\\\n\s*/g, '')
      .matchAll(/(?:npx scopevend|^scopevend) ([^\n]*)/gm),
  ].map(([, line = '']) => line),
);

it('finds them', () => {
  expect(lines.length).toBeGreaterThan(35);
});

it.each(lines.map((line) => [line, wordsOf(line)] as const))('%s', (_, words) => {
  const [only] = words;
  expect(understand(words)).toHaveProperty(only === '--help' ? 'print' : 'command');
});
