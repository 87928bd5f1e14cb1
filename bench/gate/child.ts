/** A server in a process of its own, so that who measures it does not share its thread. */
import { fork } from 'node:child_process';
import path from 'node:path';

/** It ends with this process, or by `end`. */
export interface Child {
  /** What it sent first. */
  readonly started: unknown;
  /** Sends a message, and waits for the answer. */
  ask(message: unknown): Promise<unknown>;
  end(): void;
}

/**
 * Starts a module of this folder, and waits until it says something.
 * @param nodeFlags such as `--cpu-prof`, which writes a profile when it ends
 * @throws Error when it ends before that
 */
export const startChild = async (
  name: string,
  args: readonly string[] = [],
  nodeFlags: readonly string[] = [],
): Promise<Child> => {
  const child = fork(path.join(import.meta.dirname, `${name}.ts`), args, {
    execArgv: [...nodeFlags, '--import', 'tsx'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const next = () =>
    new Promise<unknown>((resolve, reject) => {
      const ended = () => {
        reject(new Error(`The server ${name} has ended.`));
      };
      child.once('exit', ended);
      child.once('message', (message) => {
        child.off('exit', ended);
        resolve(message);
      });
    });
  return {
    started: await next(),
    ask: (message) => {
      const answer = next();
      child.send(message as object);
      return answer;
    },
    end: () => {
      if (child.connected) child.disconnect();
    },
  };
};
