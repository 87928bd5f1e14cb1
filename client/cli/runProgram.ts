/** Runs a program in the place of this one: same streams, same signals, same end. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { CannotRun, EXIT } from './failures.ts';

/** How it ended: one of the two. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const PASSED_ON: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGINT', 'SIGQUIT'];

/** A terminal sends these to the program itself as well: once is enough. */
const OF_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

const cannotRun = (program: string, error: NodeJS.ErrnoException): CannotRun => {
  const name = JSON.stringify(program);
  if (error.code === 'ENOENT') return new CannotRun(`There is no command ${name} on the PATH.`, EXIT.notFound);
  return new CannotRun(`The command ${name} cannot be run: ${error.message}`, EXIT.notExecutable);
};

/** @throws CannotRun */
export const runProgram = (
  [program = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<End> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env: environment });
    const listeners = PASSED_ON.map((signal) => {
      const pass = (): void => {
        if (process.stdin.isTTY && OF_TERMINAL.includes(signal)) return;
        child.kill(signal);
      };
      process.on(signal, pass);
      return () => process.off(signal, pass);
    });
    const over = (): void => {
      for (const remove of listeners) remove();
    };
    child.on('error', (error) => {
      over();
      reject(cannotRun(program, error));
    });
    child.on('exit', (code, signal) => {
      over();
      resolve({ code, signal });
    });
  });

/** Ends this process as the program ended: by its exit code, or by the same signal. */
export const endAs = ({ code, signal }: End): void => {
  process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  // A shell is told of the signal itself, not of a number, so that Ctrl-C ends a script too.
  if (signal !== null && process.platform !== 'win32') process.kill(process.pid, signal);
};
