/** What the commands share: usage on stderr with exit code 2, any other failure with exit code 1. */
import { samplePassword } from '../cognito/sampleUsers.ts';
import { findStack } from '../calls/findStack.ts';
import type { RunningStack } from '../calls/findStack.ts';
import { PortError } from '../ports.ts';
import { signIn } from '../calls/signIn.ts';
import type { Tokens } from '../calls/signIn.ts';
import { outliveReaders } from '../terminal/closedPipe.ts';

/** Where a command finds the stack: the end of its usage. */
export const portsUsage = `PORT is where the stack is, 4000 unless set. AWS_PORT is where its AWS endpoint is: unless set, the stack says so.
Where the stack was started with another PORT, export that one here too.`;

/** The command line cannot be understood: the message says how it is meant. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const isOfParseArgs = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

const isUsage = (error: unknown): boolean => error instanceof UsageError || isOfParseArgs(error);

const messageOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  // Node's own messages about options go on about quoting.
  return isOfParseArgs(error) ? (message.split(/(?<=')\. /)[0] ?? '') : message;
};

const usageLine = (usage: string): string => /^Usage: .*$/m.exec(usage)?.[0] ?? '';

/** Runs a command, or says how it is meant for --help; what it throws becomes a line on stderr and the exit code. */
export const runCommand = async (usage: string, command: () => Promise<void>): Promise<void> => {
  outliveReaders();
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  try {
    await command();
  } catch (error) {
    const message = messageOf(error);
    process.stderr.write(isUsage(error) ? `${message}\n${usageLine(usage)} (--help says more)\n` : `${message}\n`);
    process.exitCode = isUsage(error) || error instanceof PortError ? 2 : 1;
  }
};

/**
 * Finds the stack and signs a sample user in.
 *
 * @throws UsageError for a user that there is not; NotRunning when there is no stack
 */
export const signInAs = async (username: string | undefined): Promise<{ stack: RunningStack; tokens: Tokens }> => {
  if (username === undefined) throw new UsageError('Say which user.');
  const stack = await findStack(process.env);
  if (!stack.users.some((user) => user.username === username)) {
    const users = stack.users.map((user) => user.username).join(', ');
    throw new UsageError(`There is no user ${JSON.stringify(username)}. Users: ${users}.`);
  }
  return { stack, tokens: await signIn(stack, { username, password: samplePassword }) };
};
