/** Scope and duration, as they are typed. Whether the service takes them is for the service to say. */
import { readFile } from 'node:fs/promises';
import type { ScopeInput } from '../operations.ts';
import { UsageError, wordsOf } from './failures.ts';
import type { Invocation } from './invocation.ts';

/** A scope as it is typed in a shell. */
export const EXAMPLE_SCOPE = `'{"s3":[{"resource":"uploads","access":["READ"]}]}'`;

/** What to vend. */
export interface Ask {
  readonly scope: ScopeInput | null;
  readonly durationSeconds: number | null;
}

/** What is typed, or of `@` and a name what is in that file. @throws UsageError for a file that cannot be read */
export const textOrFile = async (given: string, what: string): Promise<string> => {
  if (!given.startsWith('@')) return given;
  const file = given.slice(1);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The ${what} cannot be read from ${JSON.stringify(file)}: ${wordsOf(error)}`);
  }
};

const parsed = (text: string): ScopeInput | null => {
  try {
    return JSON.parse(text) as ScopeInput | null;
  } catch (error) {
    throw new UsageError(
      `The scope cannot be read as JSON (${wordsOf(error)}). Give it in single quotes, for example ${EXAMPLE_SCOPE}. A sample user of the local stack is named by --as; through npm, options of ours go behind --.`,
    );
  }
};

const secondsIn = (text: string): number => {
  if (!/^[0-9]+$/.test(text)) throw new UsageError(`The seconds are no whole number: ${JSON.stringify(text)}.`);
  if (text.length > 9) throw new UsageError(`The seconds are too many: ${text}. Credentials live for 900 to 3600.`);
  return Number(text);
};

/**
 * The scope is an argument or --scope: JSON, or `@` and the name of a file that has it. Left out, or null: everything.
 *
 * @throws UsageError for what cannot be read
 */
export const askIn = async ({ options, positionals }: Pick<Invocation, 'options' | 'positionals'>): Promise<Ask> => {
  const [text = options.scope, ...more] = positionals;
  if (more.length > 0) throw new UsageError('There are too many arguments. Quote the scope in the shell.');
  if (positionals.length > 0 && options.scope !== undefined) throw new UsageError('Give the scope once.');
  const given = text === undefined ? undefined : await textOrFile(text, 'scope');
  return {
    scope: given === undefined || given.trim() === '' ? null : parsed(given),
    durationSeconds: options.duration === undefined ? null : secondsIn(options.duration),
  };
};

/** JSON that is the same for the same value, whatever the order of its members. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
