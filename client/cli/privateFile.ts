/** Files that only their owner may read: made so, and refused where they are not so, as ssh does with its keys. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import type { Stats } from 'node:fs';
import { chmod, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, UnusableFile } from './failures.ts';

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS = 0o077;

/** More than any file of ours has. */
const MOST_BYTES = 256 * 1024;

/** On Windows the user's own folders are closed to others already, and there is neither owner nor mode to look at. */
const checkOwner = (place: string, { uid, mode }: Pick<Stats, 'uid' | 'mode'>, right: number): void => {
  const own = process.getuid?.();
  if (own === undefined) return;
  if (uid !== own) {
    throw new UnusableFile(
      `${place} belongs to another user (uid ${String(uid)}), so it is not used. Remove it, or give it to yourself.`,
    );
  }
  if ((mode & OTHERS) !== 0) {
    throw new UnusableFile(
      `Others can get at ${place} (mode ${(mode & 0o777).toString(8).padStart(4, '0')}), so it is not used. If nobody has tampered with it: chmod ${right.toString(8)} '${place}'`,
    );
  }
};

const checkDirectory = async (directory: string): Promise<void> => {
  checkOwner(directory, await stat(directory), DIRECTORY_MODE);
};

/**
 * Makes a directory, with all above it, that only its owner can enter.
 *
 * @throws UnusableFile when it is there and others can enter it
 */
export const makePrivateDirectory = async (directory: string): Promise<void> => {
  const made = await mkdir(directory, { recursive: true, mode: DIRECTORY_MODE });
  // A umask can take the owner's own rights away.
  if (made !== undefined) await chmod(directory, DIRECTORY_MODE);
  await checkDirectory(directory);
};

/**
 * The text of a file; undefined when there is none.
 *
 * @throws UnusableFile when it, or its directory, belongs to or can be read by others, or is no regular file; a link is none
 */
export const readPrivate = async (file: string): Promise<string | undefined> => {
  try {
    await checkDirectory(path.dirname(file));
    // Neither through a link, nor waiting for the other end of a pipe. Windows has no such flags.
    const flags = constants.O_RDONLY | ((constants.O_NOFOLLOW as number | undefined) ?? 0);
    const handle = await open(file, flags | ((constants.O_NONBLOCK as number | undefined) ?? 0));
    try {
      const found = await handle.stat();
      if (!found.isFile() || found.size > MOST_BYTES) {
        throw new UnusableFile(`${file} is not a file that this command wrote. Remove it.`);
      }
      checkOwner(file, found, FILE_MODE);
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'ELOOP') {
      throw new UnusableFile(`${file} is a link, so it is not used. Remove it.`);
    }
    throw error;
  }
};

/** Windows does not let go of a file at once that somebody is reading. */
const BUSY = ['EPERM', 'EACCES', 'EBUSY'];
const ATTEMPTS = 10;

const renameOver = async (draft: string, file: string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(draft, file);
      return;
    } catch (error) {
      if (process.platform !== 'win32' || attempt === ATTEMPTS || !BUSY.includes(String(codeOf(error)))) throw error;
      await sleep(attempt * 10);
    }
  }
};

/** Replaces a file as a whole: a reader sees the old text or the new one, also when this process is killed midway. */
export const writePrivate = async (file: string, text: string): Promise<void> => {
  await makePrivateDirectory(path.dirname(file));
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(draft, 'wx', FILE_MODE);
    try {
      await handle.chmod(FILE_MODE);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renameOver(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
};

/** Removes a file; none is no error. */
export const removePrivate = (file: string): Promise<void> => rm(file, { force: true });
