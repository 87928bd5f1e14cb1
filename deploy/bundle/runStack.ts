/** `npm run stack -- <file>`, or from standard input: stack traces of built functions with places in the sources. See docs/operations.md. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MAPS } from './mapsBeside.js';
import { resolveStack } from './resolveStack.ts';

const [file] = process.argv.slice(2);

const read = (): string => {
  try {
    return readFileSync(file ?? process.stdin.fd, 'utf8');
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    console.error(
      `${file ?? 'Standard input'} cannot be read: ${code}. Give a file with a stack trace, or pipe one in.`,
    );
    process.exit(1);
  }
};

const mapOf = (built: string): string | undefined => {
  const map = path.resolve(import.meta.dirname, '../..', MAPS, `${built}.map`);
  return existsSync(map) ? readFileSync(map, 'utf8') : undefined;
};

const { text, unknown } = resolveStack(read(), mapOf);
process.stdout.write(text);
if (unknown.length > 0) {
  console.error(
    `There is no map of ${unknown.join(', ')} in ${MAPS}. Check out the commit that was deployed, then: npm ci && npm run package.`,
  );
  process.exitCode = 1;
}
