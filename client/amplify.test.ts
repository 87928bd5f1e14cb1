import { jest } from '@jest/globals';
import { amplifyCredentials } from './amplify.ts';
import type { AmplifyTokens } from './amplify.ts';
import type { CredentialsProviderError } from './credentialsProviderError.ts';
import { refused, startFixture, vended } from './fixture.ts';

afterEach(() => {
  jest.useRealTimers();
});

const token = (text: string, sub: string) => ({ payload: { iss: 'https://pool', sub }, toString: () => text });
const tokensOf = (sub: string, number = 1): AmplifyTokens => ({
  accessToken: token(`access-${sub}-${String(number)}`, sub),
  idToken: token(`id-${sub}-${String(number)}`, sub),
});

/** Amplify's session, as `fetchAuthSession` makes it: of the tokens, then of the credentials. */
const start = (
  options: { onFailure?: (error: CredentialsProviderError) => void; tokenUse?: 'access' | 'id' } = {},
  answer: (number: number, now: number) => Response = (number, now) => vended(number, now),
) => {
  const fixture = startFixture({
    onSend: (request) => {
      request.answer(answer(fixture.sent.length, fixture.clock()));
    },
  });
  let tokens: AmplifyTokens | null = tokensOf('1');
  let refreshed: AmplifyTokens | null = tokensOf('1', 2);
  const tokenProvider = {
    getTokens: ({ forceRefresh = false } = {}) => {
      if (forceRefresh) tokens = refreshed;
      return Promise.resolve(tokens);
    },
  };
  const auth = amplifyCredentials({ ...fixture.options, ...options, tokenProvider });
  return {
    auth,
    fixture,
    signIn: (sub: string | null) => {
      tokens = sub === null ? null : tokensOf(sub);
    },
    willRefreshTo: (next: AmplifyTokens | null) => {
      refreshed = next;
    },
    fetchAuthSession: async ({ forceRefresh = false } = {}) => {
      const of = await auth.tokenProvider.getTokens({ forceRefresh });
      return auth.credentialsProvider.getCredentialsAndIdentityId({ forceRefresh, ...(of && { tokens: of }) });
    },
    sentTokens: () => fixture.sent.map(({ request }) => request.headers['authorization']),
  };
};

it('vends once however often Amplify asks, with the access token, and names the user', async () => {
  const { fetchAuthSession, sentTokens } = start();
  const sessions = await Promise.all(Array.from({ length: 8 }, () => fetchAuthSession()));
  expect(sessions[7]).toMatchObject({ credentials: { accessKeyId: 'ASIAEXAMPLE1' }, identityId: '1' });
  expect(sessions[7]?.credentials.expiration).toBeInstanceOf(Date);
  await fetchAuthSession();
  expect(sentTokens()).toEqual(['access-1-1']);
});

it('sends the ID token when told so', async () => {
  const { fetchAuthSession, sentTokens } = start({ tokenUse: 'id' });
  await fetchAuthSession();
  expect(sentTokens()).toEqual(['id-1-1']);
});

it('has nothing for a session without tokens, and forgets what it had', async () => {
  const { fetchAuthSession, signIn, sentTokens } = start();
  await fetchAuthSession();
  signIn(null);
  expect(await fetchAuthSession()).toBeUndefined();
  signIn('1');
  await fetchAuthSession();
  expect(sentTokens()).toHaveLength(2);
});

it('forgets on sign-out', async () => {
  const { auth, fetchAuthSession, sentTokens } = start();
  await fetchAuthSession();
  auth.credentialsProvider.clearCredentialsAndIdentityId();
  expect(await fetchAuthSession()).toMatchObject({ credentials: { accessKeyId: 'ASIAEXAMPLE2' } });
  expect(sentTokens()).toHaveLength(2);
});

it.each(['fetchAuthSession', 'credentials', 'credentials.vended'] as const)(
  'never gives %s another user’s credentials, though nobody signed out here',
  async (way) => {
    const { auth, fetchAuthSession, signIn, sentTokens } = start();
    const accessKeyId = async () => {
      if (way === 'fetchAuthSession') return (await fetchAuthSession())?.credentials.accessKeyId;
      return (way === 'credentials' ? await auth.credentials() : await auth.credentials.vended()).accessKeyId;
    };
    expect(await accessKeyId()).toBe('ASIAEXAMPLE1');
    signIn('2');
    expect(await accessKeyId()).toBe('ASIAEXAMPLE2');
    signIn('1');
    expect(await accessKeyId()).toBe('ASIAEXAMPLE3');
    expect(sentTokens()).toEqual(['access-1-1', 'access-2-1', 'access-1-1']);
  },
);

it('asks for a new token when the service does not take the first', async () => {
  const { fetchAuthSession, sentTokens } = start({}, (number, now) =>
    number === 1 ? new Response('', { status: 401 }) : vended(number, now),
  );
  expect(await fetchAuthSession()).toMatchObject({ credentials: { accessKeyId: 'ASIAEXAMPLE2' } });
  expect(sentTokens()).toEqual(['access-1-1', 'access-1-2']);
});

it('does not vend with a new token that is another user’s', async () => {
  const { fetchAuthSession, sentTokens, willRefreshTo } = start({}, () => new Response('', { status: 401 }));
  willRefreshTo(tokensOf('2'));
  await expect(fetchAuthSession()).rejects.toMatchObject({ code: 'TokenUnavailable' });
  expect(sentTokens()).toEqual(['access-1-1']);
});

it('renews when Amplify forces it', async () => {
  const { fetchAuthSession, sentTokens } = start();
  await fetchAuthSession();
  expect(await fetchAuthSession({ forceRefresh: true })).toMatchObject({
    credentials: { accessKeyId: 'ASIAEXAMPLE2' },
  });
  expect(sentTokens()).toEqual(['access-1-1', 'access-1-2']);
});

it('shares its credentials with SDK clients of one’s own', async () => {
  const { auth, fetchAuthSession, sentTokens } = start();
  const session = await fetchAuthSession();
  expect(await auth.credentials()).toEqual(session?.credentials);
  expect([sentTokens().length, auth.credentials.memoized]).toEqual([1, true]);
});

it('says that nobody is signed in', async () => {
  const { auth, signIn, sentTokens } = start();
  signIn(null);
  await expect(auth.credentials()).rejects.toMatchObject({ code: 'TokenUnavailable' });
  expect(sentTokens()).toEqual([]);
});

it('fails the session with the refusal, or tells it and leaves the session its tokens', async () => {
  await expect(start({}, () => refused('NotGranted')).fetchAuthSession()).rejects.toMatchObject({ code: 'NotGranted' });
  const onFailure = jest.fn();
  expect(await start({ onFailure }, () => refused('NotGranted')).fetchAuthSession()).toBeUndefined();
  expect(onFailure.mock.calls).toMatchObject([[{ code: 'NotGranted' }]]);
});
