/** `scopevend login`: signs a user in, by password or with a token, and keeps the sign-in. */
import { revokeToken } from '../cognito.ts';
import { askAt } from '../ask.ts';
import { forgetVended } from '../cachedVend.ts';
import { UnusableFile, UsageError } from '../failures.ts';
import { profileOf } from '../identity.ts';
import type { Invocation, Options } from '../invocation.ts';
import { claimsOf } from '../jwt.ts';
import type { Claims } from '../jwt.ts';
import { readSignIn, renewal, writeSignIn } from '../keptSignIn.ts';
import type { KeptSignIn } from '../keptSignIn.ts';
import { fetchFor } from '../loopbackFetch.ts';
import { tell, waiting } from '../output.ts';
import { placesOf } from '../places.ts';
import type { Places } from '../places.ts';
import { printable } from '../printable.ts';
import { checkSettings, cognitoUrlOf, readSettings, writeSettings } from '../settings.ts';
import type { Settings } from '../settings.ts';

const ask = askAt(process);

/** A damaged file, or one that others can get at, is what signing in mends. */
const unlessUnusable = async <Value>(read: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (error instanceof UnusableFile) return undefined;
    throw error;
  }
};

const settingsFrom = (options: Options, kept: Settings | undefined): Settings => {
  const { 'user-pool-id': userPoolId, 'client-id': clientId, 'cognito-url': cognitoUrl, region, user } = options;
  const endpoint = options.endpoint ?? kept?.endpoint;
  if (endpoint === undefined) {
    throw new UsageError('Say where the service is: --endpoint https://….appsync-api.<region>.amazonaws.com/graphql');
  }
  // What was kept for one user pool is of no use for another.
  const same = userPoolId === undefined || userPoolId === kept?.userPoolId ? kept : undefined;
  return checkSettings({
    endpoint,
    userPoolId: userPoolId ?? same?.userPoolId,
    clientId: clientId ?? same?.clientId,
    region: region ?? same?.region,
    cognitoUrl: cognitoUrl ?? same?.cognitoUrl,
    username: user ?? same?.username,
  });
};

const MOST_CHARACTERS = 100_000;

const readToken = async (option: string): Promise<string> => {
  if (option !== '-') {
    throw new UsageError(
      'A token on the command line can be read by others: it is in the list of processes. Give --token - and paste it, or pipe it in.',
    );
  }
  if (process.stdin.isTTY) return ask('Token', { hidden: true });
  let text = '';
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8');
    if (text.length > MOST_CHARACTERS) break;
  }
  return text;
};

const claimsFor = (token: string, { userPoolId }: Settings): Claims => {
  const claims = claimsOf(token);
  if (claims === undefined) throw new Error('What was given is no ID or access token of a Cognito user pool.');
  if (claims.expiresAt <= Date.now()) {
    throw new Error(`The token ended at ${new Date(claims.expiresAt).toISOString()}. Get a new one from your app.`);
  }
  if (userPoolId !== undefined && !claims.issuer.endsWith(`/${userPoolId}`)) {
    throw new Error(`The token is of the user pool at ${claims.issuer}, not of ${userPoolId}.`);
  }
  return claims;
};

const byToken = async (option: string, settings: Settings): Promise<KeptSignIn> => {
  const token = (await readToken(option)).trim().replace(/^Bearer +/, '');
  const { issuer, sub, username, use } = claimsFor(token, settings);
  return { issuer, sub, username, ...(use === 'id' ? { idToken: token } : { accessToken: token }) };
};

const byPassword = async (settings: Settings): Promise<KeptSignIn> => {
  const { userPoolId, clientId, username: usual } = settings;
  if (userPoolId === undefined || clientId === undefined) {
    throw new UsageError('Say which user pool and which app client of it: --user-pool-id and --client-id.');
  }
  const asked = usual ?? (await ask('User name'));
  if (usual !== undefined) tell(`Signing in as ${printable(usual)}; --user names another.`);
  const client = { userPoolId, clientId, cognitoUrl: cognitoUrlOf(settings) };
  // Loaded only now: no other way to sign in needs it.
  const { signInBySrp } = await import('../signInBySrp.ts');
  const tokens = await signInBySrp({
    client,
    username: asked,
    ask,
    tell: (text) => {
      tell(printable(text));
    },
    fetchFrom: fetchFor(new URL(client.cognitoUrl)),
  });
  const { issuer, sub, username } = claimsFor(tokens.idToken, settings);
  return { issuer, sub, username, ...tokens, clientId, cognitoUrl: client.cognitoUrl };
};

/** What was there before is not left behind: neither good refresh tokens nor what was vended for somebody else. */
const end = async (previous: KeptSignIn, next: KeptSignIn, { cache }: Places): Promise<void> => {
  const by = renewal(previous);
  if (by !== undefined) {
    await revokeToken(by, by.refreshToken, fetchFor(new URL(by.cognitoUrl))).catch(() => undefined);
  }
  if (previous.sub !== next.sub || previous.issuer !== next.issuer) {
    await forgetVended(cache, [previous.issuer, previous.sub]);
  }
};

export const run = async ({ options }: Invocation): Promise<void> => {
  const places = placesOf(profileOf(options, process.env));
  const kept = options.endpoint === undefined ? readSettings(places) : unlessUnusable(readSettings(places));
  const settings = settingsFrom(options, await kept);
  const previous = await unlessUnusable(readSignIn(places));
  const signIn = await (options.token === undefined ? byPassword(settings) : byToken(options.token, settings));
  await writeSettings(places, { ...settings, username: signIn.username });
  await writeSignIn(places, signIn);
  if (previous !== undefined) await waiting('Ending the earlier sign-in', end(previous, signIn, places));
  const until = signIn.refreshToken === undefined ? ', until the token ends: it cannot be renewed' : '';
  tell(`Signed in as ${printable(signIn.username)}${until}.`);
};
