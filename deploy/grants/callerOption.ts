/** Whose grants are to be shown: a sample user's, or those of a token or its claims. */
import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { type Caller, callerOf } from '../../core/caller.ts';
import { UsageError, wordsOf } from '../../client/cli/failures.ts';
import { sampleUsers } from '../../local/cognito/sampleUsers.ts';
import { userClaims } from '../../local/cognito/userClaims.ts';

type Payload = Readonly<Record<string, unknown>>;

const JWT = /^(?:Bearer )?[\w-]+\.([\w-]+)\.[\w-]*$/i;

const fieldsIn = (json: string): Payload | undefined => {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : undefined;
  } catch {
    // Said below, without the text: it may be a token.
    return undefined;
  }
};

/**
 * The caller that a JWT or the JSON of its claims names. **Nothing is verified**: it is for showing what such a caller would get.
 *
 * @throws UsageError, which holds nothing of the text
 */
export const callerIn = (text: string): Caller => {
  const trimmed = text.trim();
  const [, body] = JWT.exec(trimmed) ?? [];
  const claims = fieldsIn(body === undefined ? trimmed : Buffer.from(body, 'base64url').toString());
  if (claims === undefined)
    throw new UsageError('What --token gives is neither a JWT nor a JSON object of claims, such as {"sub":"…"}.');
  const named = { iss: 'https://issuer.invalid/pool', token_use: 'access', username: 'nobody', ...claims };
  try {
    return callerOf(named);
  } catch (error) {
    throw new UsageError(`The claims name no user of a user pool: ${wordsOf(error)}`);
  }
};

/** @throws UsageError for a user that there is not */
export const sampleCaller = async (username: string): Promise<Caller> => {
  const user = sampleUsers.find((sample) => sample.username === username);
  if (user === undefined) {
    const names = sampleUsers.map((sample) => sample.username).join(', ');
    throw new UsageError(`There is no sample user ${JSON.stringify(username)}. Sample users: ${names}.`);
  }
  return callerOf(await userClaims(user));
};

/** What a file holds, or for `-` what is piped in. @throws UsageError */
export const tokenText = async (file: string): Promise<string> => {
  if (file === '-') return textOf(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The token cannot be read from ${JSON.stringify(file)}: ${wordsOf(error)}`);
  }
};
