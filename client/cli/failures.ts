/** How a command can fail, and the exit code that each way has. */
import { PortError } from './localPorts.ts';

/** The command line cannot be understood: the message says how it is meant. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Nobody is signed in, or no longer: the message says how to sign in. */
export class SignInNeeded extends Error {
  override readonly name = 'SignInNeeded';
}

/** A file of ours that must not be used: the message names it, the fault and the mend. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
}

/** Ctrl-C or Ctrl-D at a question. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** What the service refused, in the form that GraphQL has it. */
export interface Refusal {
  readonly errorType: string | null;
  readonly errorInfo: Readonly<Record<string, unknown>> | null;
  readonly message: string;
}

/** The service, or STS, refused: the message is its own. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** A program that cannot be started. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** 0 is success; docs/cli.md has the list. */
export const EXIT = { refused: 1, usage: 2, notExecutable: 126, notFound: 127, interrupted: 130 } as const;

/** The code of an error of the system or of Node. */
export const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** The message of whatever was thrown. */
export const wordsOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

const isOfParseArgs = (error: unknown): boolean => String(codeOf(error)).startsWith('ERR_PARSE_ARGS');

/** Whether the command line, or a variable that goes with it, is at fault. */
export const isUsage = (error: unknown): boolean =>
  error instanceof UsageError || error instanceof PortError || isOfParseArgs(error);

/** The code that a process ends with after this error. */
export const exitCodeOf = (error: unknown): number => {
  if (error instanceof CannotRun) return error.exitCode;
  if (error instanceof Interrupted) return EXIT.interrupted;
  return isUsage(error) ? EXIT.usage : EXIT.refused;
};

/** What to tell people about an error. */
export const messageOf = (error: unknown): string => {
  if (error instanceof Refused && error.refusal.errorType !== null)
    return `${error.refusal.errorType}: ${error.message}`;
  const message = wordsOf(error);
  // Node's own messages about options go on about quoting.
  return isOfParseArgs(error) ? (message.split(/(?<=')\. /)[0] ?? '') : message;
};
