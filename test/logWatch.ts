/** Watches what the test suite writes: a secret in a line of log fails the test that wrote it. */
import path from 'node:path';
import { jest } from '@jest/globals';

// What secrets look like: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
// A secret key stands alone, after `=`, `:` or a quote, or after a line break, be that escaped as JSON has it.
const SECRETS = {
  JWT: /eyJ[\w-]{16,}\.[\w-]{16,}\.[\w-]*/,
  'secret access key':
    /(?:(?<![\w/+-])|(?<=\\[nrt]))(?=[A-Za-z0-9/+]{0,39}[A-Z])(?=[A-Za-z0-9/+]{0,39}[a-z])[A-Za-z0-9/+]{40}(?![\w/+=-])/,
  'session token': /[\w/+=-]{200,}/,
};

const root = path.resolve(import.meta.dirname, '..');

/** The kind of secret that a text holds, if it holds one. A file's path in a stack, up to its dot, can be as long as a secret key. */
export const secretIn = (text: string): string | undefined => {
  const searched = text.replaceAll(root, '');
  return Object.entries(SECRETS).find(([, form]) => form.test(searched))?.[0];
};

const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const;
type Method = (typeof METHODS)[number];

/** @throws Error when a secret is among the values */
const lineOf = (values: readonly unknown[]): string => {
  const line = values
    .map((value) =>
      typeof value === 'string' ? value : value instanceof Error ? String(value.stack) : JSON.stringify(value),
    )
    .join(' ');
  const kind = secretIn(line);
  if (kind !== undefined) throw new Error(`A ${kind} was written to the log`);
  return line;
};

/** Puts the watch before the methods of a console. */
export const watchConsole = (watched: Console): void => {
  for (const method of METHODS) {
    const write = watched[method].bind(watched);
    watched[method] = (...values: unknown[]) => {
      lineOf(values);
      write(...values);
    };
  }
};

/**
 * Collects what these methods of the console (all of them, when none is named) are given instead of printing it, until
 * `jest.restoreAllMocks()`. A mock that a test makes itself would take the place of the watch; this one searches each line.
 */
export const captureLog = (...methods: readonly Method[]): string[] => {
  const lines: string[] = [];
  for (const method of methods.length > 0 ? methods : METHODS) {
    jest.spyOn(console, method).mockImplementation((...values: unknown[]) => void lines.push(lineOf(values)));
  }
  return lines;
};
