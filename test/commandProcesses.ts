/** `npm start` and the other commands as processes, as a user runs them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** What package.json runs for a script. */
const programOf = (script: string): string[] =>
  script === 'start' || script === 'attack'
    ? ['--import', 'tsx', `local/${script}.ts`]
    : ['client/bin/scopevend.js', script];

/** Starts a script of package.json, as npm would. */
export const run = (script: string, args: readonly string[], environment: NodeJS.ProcessEnv) =>
  spawn(process.execPath, [...programOf(script), ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
  });

/** What a process writes from now on. */
export const collected = (child: ChildProcess) => {
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.on('data', (chunk) => (texts[stream] += String(chunk)));
  return texts;
};

/** How a process ended, and all that it wrote. */
export const outcome = (child: ChildProcess) => {
  const texts = collected(child);
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => {
      resolve({ code, ...texts });
    });
  });
};

/** Settled when `npm start` is ready; fails when it ends instead. */
export const readyAt = async (child: ChildProcess): Promise<void> => {
  const texts = collected(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (texts.stdout.includes('Ctrl-C')) resolve();
    });
    child.on('close', () => {
      reject(new Error(texts.stderr));
    });
  });
};

/** A port that nobody listens on. */
export const freePort = () =>
  new Promise<string>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(String(typeof address === 'object' ? address?.port : ''));
      });
    });
  });
