/** Runs what is in a function's zip in a process of its own, on Lambda's version of Node and with nothing but Lambda's environment. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lambdaNode } from './lambdaNode.ts';

interface Message {
  readonly ready?: string;
  readonly id?: number;
  readonly answer?: string;
  readonly failure?: string;
}

/** A running function. */
export interface RunningZip {
  /** Of Node. */
  readonly version: string;
  readonly invoke: (event: unknown, context: { readonly awsRequestId: string }) => Promise<unknown>;
  /** What it wrote. */
  readonly log: readonly string[];
  /** Stops it, as Lambda does between two calls, while `meanwhile` happens. Windows stops no process: there it runs on. */
  readonly frozen: (meanwhile: () => unknown) => Promise<void>;
  readonly close: () => void;
}

/** Where AWS's names lead: a port of this machine, and the file of the certificate to trust there. */
export interface AwsHere {
  readonly port: number;
  readonly certificateFile: string;
}

/** Unpacks a zip's files into a folder. */
export const unpack = async (files: Readonly<Record<string, string>>, folder: string): Promise<void> => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
};

/** Starts the file of a function. To be closed. */
export const runZip = async (
  file: string,
  environment: Readonly<Record<string, string>>,
  here?: AwsHere,
): Promise<RunningZip> => {
  const child = fork(path.join(import.meta.dirname, 'lambdaRuntime.cjs'), [file], {
    execPath: lambdaNode,
    execArgv: here ? ['--require', path.join(import.meta.dirname, 'awsHere.cjs')] : [],
    env: {
      ...environment,
      ...(here && { AWS_HERE_PORT: String(here.port), NODE_EXTRA_CA_CERTS: here.certificateFile }),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => log.push(String(chunk)));
  const ended = once(child, 'exit').then(() =>
    Promise.reject(new Error(`The function ended. It wrote: ${log.join('')}`)),
  );
  ended.catch(() => undefined);
  const [{ ready }] = (await Promise.race([once(child, 'message'), ended])) as [Message];
  let last = 0;
  const invoke = (event: unknown, context: { readonly awsRequestId: string }): Promise<unknown> => {
    const id = ++last;
    const answered = new Promise<unknown>((resolve, reject) => {
      const listen = (message: Message) => {
        if (message.id !== id) return;
        child.off('message', listen);
        if (message.failure === undefined) resolve(JSON.parse(message.answer ?? 'null'));
        else reject(new Error(message.failure));
      };
      child.on('message', listen);
    });
    child.send({ id, event, context: { awsRequestId: context.awsRequestId } });
    return Promise.race([answered, ended]);
  };
  const signal = (name: NodeJS.Signals) => process.platform !== 'win32' && child.kill(name);
  const frozen = async (meanwhile: () => unknown): Promise<void> => {
    signal('SIGSTOP');
    try {
      await meanwhile();
    } finally {
      signal('SIGCONT');
    }
  };
  return { version: ready ?? '', invoke, log, frozen, close: () => void child.kill() };
};
