/** Who asks, and which service: the signed-in user of a profile, or with --as a sample user of the local stack. */
import { signInByPassword } from './cognito.ts';
import { SignInNeeded, UsageError } from './failures.ts';
import { findStack } from './findStack.ts';
import type { RunningStack } from './findStack.ts';
import type { Options } from './invocation.ts';
import { readSignIn, tokenOf } from './keptSignIn.ts';
import type { TokenUse } from './keptSignIn.ts';
import { fetchFor, loopbackFetch } from './loopbackFetch.ts';
import { checkProfile, DEFAULT_PROFILE, placesOf } from './places.ts';
import type { Places } from './places.ts';
import { checkUrl, readSettings } from './settings.ts';

/** Somebody who can ask the service. */
export interface Identity {
  readonly endpoint: string;
  /** To reach the endpoint with. */
  readonly fetchFrom: typeof fetch;
  /** What nobody else has: what is kept for one identity is never given to another. */
  readonly key: readonly string[];
  /** @param not a token that the service did not take */
  token(use: TokenUse, not?: string): Promise<string>;
  /** How to sign in, as a command. */
  readonly again: string;
  /** The local stack, when a sample user of it asks. */
  readonly stack?: RunningStack;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** How credentials are had otherwise than by the service's own vend. */
export const OTHER_OPERATIONS = ['federation', 'session'] as const;

const isUser = (as: string): boolean => !(OTHER_OPERATIONS as readonly string[]).includes(as);

/** The profile that is meant. @throws UsageError for a name that is none */
export const profileOf = ({ profile }: Options, environment: Environment): string =>
  checkProfile(profile ?? (environment['SCOPEVEND_PROFILE'] || DEFAULT_PROFILE));

/** The sample user that --as names, if it names one. @throws UsageError for two */
export const sampleUserOf = ({ as = [] }: Options): string | undefined => {
  const [user, ...more] = as.filter(isUser);
  if (more.length > 0) throw new UsageError('Say one user only with --as.');
  return user;
};

/** @throws UsageError for a user that there is not; NotRunning when there is no stack */
const sampleUser = async (username: string, environment: Environment): Promise<Identity> => {
  const stack = await findStack(environment);
  const user = stack.users.find((sample) => sample.username === username);
  if (user === undefined) {
    const users = stack.users.map((sample) => sample.username).join(', ');
    throw new UsageError(`There is no user ${JSON.stringify(username)}. Users: ${users}.`);
  }
  const client = { cognitoUrl: `${stack.awsUrl}/`, clientId: stack.clientId };
  return {
    endpoint: stack.graphqlUrl,
    fetchFrom: loopbackFetch,
    key: [stack.issuer, user.sub, stack.startId],
    token: async (use) => {
      const { idToken, accessToken } = await signInByPassword(client, user, loopbackFetch);
      return use === 'access' ? accessToken : idToken;
    },
    again: 'npm start',
    stack,
  };
};

/** How to sign in to a profile. */
const loginLine = (profile: string): string =>
  `scopevend login${profile === DEFAULT_PROFILE ? '' : ` --profile ${profile}`}`;

const signedInUser = async (profile: string, places: Places, endpoint: string | undefined): Promise<Identity> => {
  const again = loginLine(profile);
  const [settings, signIn] = [await readSettings(places), await readSignIn(places)];
  if (signIn === undefined) {
    const first = settings === undefined ? ' --endpoint … --user-pool-id … --client-id …' : '';
    throw new SignInNeeded(
      `Nobody is signed in. Sign in: ${again}${first}\nOr ask as a sample user of the local stack: --as member`,
    );
  }
  const url = endpoint ?? settings?.endpoint;
  if (url === undefined) throw new SignInNeeded(`There is no endpoint. Sign in with it: ${again} --endpoint …`);
  return {
    endpoint: url,
    fetchFrom: fetchFor(checkUrl(url, '--endpoint')),
    key: [signIn.issuer, signIn.sub],
    token: (use, not) => tokenOf(places, { use, not, again }),
    again,
  };
};

/**
 * Finds out who asks, and nothing is asked of anybody yet but of the local stack.
 *
 * @throws UsageError; SignInNeeded when nobody is signed in; NotRunning when --as is given and there is no stack
 */
export const identify = async (options: Options, environment: Environment): Promise<Identity> => {
  const user = sampleUserOf(options);
  if (user === undefined) {
    const profile = profileOf(options, environment);
    return signedInUser(profile, placesOf(profile), options.endpoint);
  }
  if (options.profile !== undefined || options.endpoint !== undefined) {
    throw new UsageError('--as finds the local stack by PORT: leave --profile and --endpoint out.');
  }
  return sampleUser(user, environment);
};
