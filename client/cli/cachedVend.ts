/** Vended credentials that one run leaves for the next: every call of the AWS CLI asks for them anew. */
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { readTexts, writeTexts } from './jsonFile.ts';
import { locked } from './locked.ts';
import { removePrivate } from './privateFile.ts';
import { canonicalJson } from './scopeOption.ts';
import type { Ask } from './scopeOption.ts';

/** Whose credentials, from where, and for what. */
export interface Wanted extends Ask {
  readonly identity: readonly string[];
  readonly endpoint: string;
}

/** What programs need of a vend. */
export interface KeptCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** How to get them when they are not kept, and what the time is. */
export interface Source {
  vend(): Promise<KeptCredentials>;
  /** Milliseconds since 1970. */
  clock(): number;
}

/** boto3 asks again below this: what has less left would make it ask at every request. */
const STALE_MS = 15 * 60_000;
/** Of a short life, this part: credentials for fifteen minutes would always be stale otherwise. */
const STALE_PART = 4;
/** So much must be left for credentials to be of use when there are no new ones. */
const LEAST_MS = 60_000;
/** After a failure, the service is left alone so long, while there are credentials. */
const PAUSE_MS = 30_000;
/** A file that nobody has written for so long is of no use to anybody. */
const OLD_MS = 24 * 3_600_000;

const hash = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 32);

const prefixOf = (identity: readonly string[]): string => `vended-${hash(identity)}`;

/** One file for each identity, endpoint, scope and duration. */
const fileOf = (directory: string, wanted: Wanted): string =>
  path.join(directory, `${prefixOf(wanted.identity)}-${hash(wanted)}.json`);

interface Entry extends KeptCredentials {
  readonly vendedAt: number;
  /** When the service may be asked again after a failure. */
  readonly askAgainAt: number;
}

/** What is damaged, or for somebody or something else, is as good as not there. @throws UnusableFile when others can get at it */
const readEntry = async (file: string, wanted: Wanted): Promise<Entry | undefined> => {
  const required = ['wanted', 'accessKeyId', 'secretAccessKey', 'sessionToken', 'expiration', 'vendedAt'] as const;
  const texts = await readTexts(file, { required });
  if (texts?.wanted !== canonicalJson(wanted)) return undefined;
  const { accessKeyId, secretAccessKey, sessionToken } = texts;
  const [expiration, vendedAt] = [new Date(texts.expiration), Date.parse(texts.vendedAt)];
  if (Number.isNaN(expiration.getTime()) || Number.isNaN(vendedAt)) return undefined;
  const askAgainAt = Date.parse(texts['askAgainAt'] ?? '') || 0;
  return { accessKeyId, secretAccessKey, sessionToken, expiration, vendedAt, askAgainAt };
};

const writeEntry = (
  file: string,
  wanted: Wanted,
  { expiration, vendedAt, askAgainAt, ...entry }: Entry,
): Promise<void> =>
  writeTexts(file, {
    wanted: canonicalJson(wanted),
    ...entry,
    expiration: expiration.toISOString(),
    vendedAt: new Date(vendedAt).toISOString(),
    askAgainAt: new Date(askAgainAt).toISOString(),
  });

/** Nothing else of an answer is kept. */
const pick = ({ accessKeyId, secretAccessKey, sessionToken, expiration }: KeptCredentials): KeptCredentials => ({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
});

const left = ({ expiration }: Entry, now: number): number => expiration.getTime() - now;

const isGood = (entry: Entry, now: number): boolean => {
  if (left(entry, now) < LEAST_MS) return false;
  if (entry.askAgainAt > now && entry.askAgainAt <= now + PAUSE_MS) return true;
  return left(entry, now) > Math.min(STALE_MS, (entry.expiration.getTime() - entry.vendedAt) / STALE_PART);
};

const sweep = async (directory: string, isGone: (name: string, age: number) => boolean): Promise<void> => {
  for (const name of await readdir(directory).catch(() => [])) {
    const file = path.join(directory, name);
    if (!name.startsWith('vended-')) continue;
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() && isGone(name, Date.now() - found.mtimeMs)) await removePrivate(file);
  }
};

/** Forgets what was vended for an identity, and what is old. */
export const forgetVended = async (directory: string, identity: readonly string[]): Promise<void> =>
  sweep(directory, (name, age) => name.startsWith(prefixOf(identity)) || age > OLD_MS);

/**
 * The credentials that are kept, or new ones when there are none, or they end soon. Of many runs at once, one vends. When the
 * service fails or refuses, those that are kept are given as long as they are good for a minute.
 *
 * @throws UnusableFile when others can get at what is kept; what `vend` throws when there is nothing to give instead
 */
export const cachedVend = async (
  directory: string,
  wanted: Wanted,
  { vend, clock }: Source,
): Promise<KeptCredentials> => {
  const file = fileOf(directory, wanted);
  const good = async (): Promise<Entry | undefined> => {
    const entry = await readEntry(file, wanted);
    return entry !== undefined && isGood(entry, clock()) ? entry : undefined;
  };
  const renew = async (): Promise<KeptCredentials> => {
    const present = await readEntry(file, wanted);
    if (present !== undefined && isGood(present, clock())) return present;
    try {
      const vendedAt = clock();
      const credentials = await vend();
      await writeEntry(file, wanted, { ...pick(credentials), vendedAt, askAgainAt: 0 });
      await sweep(directory, (_, age) => age > OLD_MS);
      return credentials;
    } catch (error) {
      if (present === undefined || left(present, clock()) < LEAST_MS) throw error;
      await writeEntry(file, wanted, { ...present, askAgainAt: clock() + PAUSE_MS });
      return present;
    }
  };
  return (await good()) ?? locked(file, renew, good);
};
