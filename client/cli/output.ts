/** What a command writes, and where: answers on stdout, everything else on stderr. */
import type { Options } from './invocation.ts';

/** How an answer is written: for a program, for a shell, or for people. */
export type Form = 'json' | 'env' | 'table';

/** A table on a terminal, JSON anywhere else, unless the options say. */
export const formOf = ({ json, env }: Options, stdout: { readonly isTTY?: boolean }): Form => {
  if (env) return 'env';
  return json === true || stdout.isTTY !== true ? 'json' : 'table';
};

/** An answer. */
export const write = (text: string): void => {
  process.stdout.write(text);
};

/** An answer as JSON. */
export const writeJson = (value: unknown): void => {
  write(`${JSON.stringify(value, null, 2)}\n`);
};

/** A line for people. */
export const tell = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const PATIENCE_MS = 300;

/** Says on a terminal what is being waited for, when it takes a while, and takes it back afterwards. */
export const waiting = async <Value>(
  what: string,
  work: Promise<Value>,
  stderr: { readonly isTTY?: boolean; write(text: string): unknown } = process.stderr,
): Promise<Value> => {
  if (stderr.isTTY !== true) return work;
  const shown = { now: false };
  const timer = setTimeout(() => {
    shown.now = true;
    stderr.write(`${what} …`);
  }, PATIENCE_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    if (shown.now) stderr.write('\r\u001b[K');
  }
};
