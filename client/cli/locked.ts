/** One at a time, over all processes: a lock beside the file that it is about. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './failures.ts';
import { makePrivateDirectory } from './privateFile.ts';

/** Longer than whoever holds a lock may take; a lock of a process that died is taken over after ten seconds. */
const PATIENCE_MS = 60_000;
const POLL_MS = 40;

/**
 * Does something while nobody else does anything about the same file.
 *
 * @param meanwhile asked between attempts to get the lock: a value ends the waiting, for the holder may have done the work
 * @throws Error when the lock is held for a minute
 */
export const locked = async <Value>(
  file: string,
  work: () => Promise<Value>,
  meanwhile: () => Promise<Value | undefined> = () => Promise.resolve(undefined),
): Promise<Value> => {
  await makePrivateDirectory(path.dirname(file));
  // Loaded only now: most runs need no lock, and each of them should start fast.
  const { default: lockfile } = await import('proper-lockfile');
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      // Should the lock be lost, by sleep of the machine, work is done twice at worst: files are replaced as a whole.
      const release = await lockfile.lock(file, { realpath: false, onCompromised: () => undefined });
      try {
        return await work();
      } finally {
        await release().catch(() => undefined);
      }
    } catch (error) {
      if (codeOf(error) !== 'ELOCKED') throw error;
    }
    const value = await meanwhile();
    if (value !== undefined) return value;
    if (Date.now() > until) {
      throw new Error(`Another scopevend has held ${file}.lock for a minute. If none is running, remove that folder.`);
    }
    await sleep(POLL_MS + Math.random() * POLL_MS);
  }
};
