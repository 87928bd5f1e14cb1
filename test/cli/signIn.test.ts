/** Signing in and out, as a user does it, at the local stack's user pool. */
import { jest } from '@jest/globals';
import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { sampleUsers } from '../../local/cognito/sampleUsers.ts';
import { signIn } from '../../local/calls/signIn.ts';
import { startLocalStack } from '../../local/stack.ts';
import type { LocalStack } from '../../local/stack.ts';
import { captureLog, secretIn } from '../logWatch.ts';
import { makeHome, scopevend } from './runCli.ts';
import type { Home } from './runCli.ts';
import { atTerminal, hasTerminal } from './terminal.ts';

jest.setTimeout(120_000);

let stack: LocalStack;
let ahead = 0;
let home: Home;
beforeAll(async () => {
  captureLog('log');
  stack = await startLocalStack({ port: 0, awsPort: 0, clock: () => Date.now() + ahead });
});
afterAll(() => stack.close());
beforeEach(async () => {
  ahead = 0;
  home = await makeHome();
});
afterEach(() => home.remove());

const [member, , rival] = sampleUsers;
const place = () => ({ awsUrl: stack.awsUrl, clientId: stack.service.userPool.client.id });
const tokensOf = async (user = member) => {
  if (user === undefined) throw new Error('There is no such sample user.');
  return signIn(place(), user);
};

const run = (args: readonly string[], input?: string) =>
  scopevend(args, { environment: home.environment, ...(input !== undefined && { input }) });

const settings = () => {
  const { id, client } = stack.service.userPool;
  return [
    '--endpoint',
    stack.graphqlUrl,
    '--user-pool-id',
    id,
    '--client-id',
    client.id,
    '--cognito-url',
    stack.awsUrl,
  ];
};

const loginByToken = async (user = member) => {
  const { idToken } = await tokensOf(user);
  const ended = await run(['login', '--endpoint', stack.graphqlUrl, '--token', '-'], `${idToken}\n`);
  expect(ended).toMatchObject({ code: 0, stdout: '' });
  return ended;
};

const kept = async (begin: string): Promise<{ file: string; texts: Record<string, string> }> => {
  const [file = ''] = await home.files(begin);
  return { file, texts: JSON.parse(await readFile(file, 'utf8')) as Record<string, string> };
};

/** As after a sign-in by password: with a refresh token, and an ID token that ends so many milliseconds from now. */
const keepRefreshToken = async (idTokenLeft: number): Promise<string> => {
  await loginByToken();
  ahead = idTokenLeft - 3_600_000;
  const { idToken, refreshToken } = await refreshable();
  ahead = 0;
  const { file, texts } = await kept('sign-in-');
  const { clientId } = place();
  await writeFile(file, JSON.stringify({ ...texts, idToken, refreshToken, clientId, cognitoUrl: stack.awsUrl }));
  return refreshToken;
};

/** The local stack's helper for samples forgets the refresh token, so it is asked for anew. */
const refreshable = async (): Promise<{ idToken: string; refreshToken: string }> => {
  const response = await fetch(stack.awsUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: place().clientId,
      AuthParameters: { USERNAME: 'member', PASSWORD: member?.password },
    }),
  });
  const { AuthenticationResult: result } = (await response.json()) as {
    AuthenticationResult: { IdToken: string; RefreshToken: string };
  };
  return { idToken: result.IdToken, refreshToken: result.RefreshToken };
};

const title = 'at a terminal';
(hasTerminal ? describe : describe.skip)(hasTerminal ? title : `${title} (SKIPPED: there is no python3)`, () => {
  const atOwn = (args: readonly string[], steps: Parameters<typeof atTerminal>[1], piped = true) =>
    atTerminal(args, steps, { environment: home.environment, piped });
  const typed = [
    { expect: 'User name: ', send: 'member\r' },
    { expect: 'Password: ', send: `${member?.password ?? ''}\r` },
  ];

  it('login asks for name and password, and shows neither password nor token', async () => {
    const { screen, stdout, code, restored } = await atOwn(['login', ...settings()], typed);
    expect({ stdout, code, restored }).toEqual({ stdout: '', code: 0, restored: true });
    expect(screen).toContain('Signed in as member.');
    expect(screen).not.toContain(member?.password);
    expect(secretIn(screen)).toBeUndefined();
    // Settings and user name are kept: the next time, only the password is asked for.
    const again = await atOwn(['login'], typed.slice(1));
    expect(again).toMatchObject({ code: 0, screen: expect.stringContaining('Signing in as member; --user') });
    expect((await run(['vend'])).code).toBe(0);
  });

  it('what login keeps is for its owner only, and holds no password', async () => {
    await atOwn(['login', ...settings()], typed);
    const files = await home.files();
    expect(files.map((file) => /(profile|sign-in)-default\.json$/.exec(file)?.[1])).toHaveLength(2);
    for (const file of files) {
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await readFile(file, 'utf8')).not.toContain(member?.password);
    }
  });

  it('logout revokes the refresh token, and the end of it is said', async () => {
    await atOwn(['login', ...settings()], typed);
    const { file, texts } = await kept('sign-in-');
    const { stderr, code } = await run(['logout']);
    expect({ stderr, code }).toEqual({
      stderr: 'Signed member out. What was vended stays good until it expires.\n',
      code: 0,
    });
    expect(await home.files('sign-in-')).toEqual([]);
    expect(await run(['logout'])).toMatchObject({ code: 0, stderr: 'Nobody is signed in.\n' });
    // Somebody who has copied the file gets no new tokens by it.
    await writeFile(file, JSON.stringify({ ...texts, idToken: 'x' }), { mode: 0o600 });
    expect(await run(['token'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^The sign-in of member has ended\. Sign in again: scopevend login\n.*revoked/),
    });
  });

  it('a wrong password is said, and nothing is kept', async () => {
    const steps = [typed[0] ?? { expect: '', send: '' }, { expect: 'Password: ', send: 'wrong\r' }];
    const { screen, code, restored } = await atOwn(['login', ...settings()], steps);
    expect({ code, restored }).toEqual({ code: 1, restored: true });
    expect(screen).toContain('Cognito refused: Incorrect username or password. (NotAuthorizedException)');
    expect(await home.files()).toEqual([]);
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('%s at the password leaves the terminal as it was', async (_, key) => {
    const steps = [typed[0] ?? { expect: '', send: '' }, { expect: 'Password: ', send: key }];
    const { screen, code, restored } = await atOwn(['login', ...settings()], steps);
    expect({ code, restored }).toEqual({ code: 130, restored: true });
    expect(screen).toMatch(/Password: \r\nInterrupted\.\r\n$/);
    expect(await home.files()).toEqual([]);
  });

  it('takes a token that is pasted, and does not show it', async () => {
    const { idToken } = await tokensOf();
    const { screen, code } = await atOwn(
      ['login', '--endpoint', stack.graphqlUrl, '--token', '-'],
      [{ expect: 'Token: ', send: `${idToken}\r` }],
    );
    expect(code).toBe(0);
    expect(secretIn(screen)).toBeUndefined();
    expect(screen).toContain('Signed in as member, until the token ends: it cannot be renewed.');
  });

  it.each([['vend'], ['preview'], ['grants']])('%s shows a table without secrets', async (command) => {
    await loginByToken();
    const { screen, code } = await atOwn([command], [], false);
    expect(code).toBe(0);
    expect(screen).toMatch(/own-files|users\//);
    expect(screen).toContain('scopevend-dev-uploadsbucket');
    expect(secretIn(screen)).toBeUndefined();
    expect(() => JSON.parse(screen) as unknown).toThrow();
  });
});

it('login without a terminal says what to do', async () => {
  expect(await run(['login', ...settings()])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'There is no terminal to ask at: "User name". In a script, pipe a token: scopevend login --token -\n',
  });
});

it.each([
  { args: ['login'], code: 2, stderr: /^Say where the service is: --endpoint https/ },
  { args: ['login', '--endpoint', 'http://api.example'], code: 2, stderr: /^--endpoint must begin with https/ },
  {
    args: ['login', '--endpoint', 'https://api.example'],
    code: 2,
    stderr: /^Say which user pool and which app client/,
  },
  { args: ['login', '--profile', '../x'], code: 2, stderr: /^"\.\.\/x" is no name for a profile/ },
  { args: ['login', '--endpoint', 'https://api.example', '--token', '-'], code: 1, stderr: /is no ID or access token/ },
  { args: ['vend'], code: 1, stderr: /^Nobody is signed in\. Sign in: scopevend login --endpoint .*\n.*--as member/ },
  { args: ['credential-process'], code: 1, stderr: /^Nobody is signed in/ },
  { args: ['token', '--profile', 'work'], code: 1, stderr: /scopevend login --profile work --endpoint/ },
])('$args says what to do', async ({ args, code, stderr }) => {
  expect(await run(args)).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(stderr) });
});

it('takes no token from the command line, and does not repeat it', async () => {
  const { idToken } = await tokensOf();
  const { code, stderr } = await run(['login', '--endpoint', stack.graphqlUrl, '--token', idToken]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^A token on the command line can be read by others/);
  expect(secretIn(stderr)).toBeUndefined();
});

it('refuses a token of another pool, and one that has ended', async () => {
  const { idToken } = await tokensOf();
  const login = ['login', '--endpoint', stack.graphqlUrl, '--token', '-'];
  expect(await run([...login, '--user-pool-id', 'eu-west-1_Other'], idToken)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not of eu-west-1_Other'),
  });
  ahead = -2 * 3_600_000;
  const { idToken: old } = await tokensOf();
  expect(await run(login, old)).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The token ended at /) });
  expect(await home.files()).toEqual([]);
});

it('keeps profiles apart', async () => {
  await loginByToken();
  const { idToken } = await tokensOf(rival);
  await run(['login', '--profile', 'other', '--endpoint', stack.graphqlUrl, '--token', '-'], idToken);
  const [own, other] = await Promise.all([run(['token']), run(['token', '--profile', 'other'])]);
  expect(other.stdout.trim()).toBe(idToken);
  expect(own.stdout).not.toBe(other.stdout);
  await run(['logout', '--profile', 'other']);
  expect((await run(['token'])).stdout).toBe(own.stdout);
});

describe('the sign-in', () => {
  it('is not renewed while it is good', async () => {
    await keepRefreshToken(600_000);
    const { texts } = await kept('sign-in-');
    expect((await run(['token'])).stdout.trim()).toBe(texts['idToken']);
  });

  it('is renewed silently, once for many runs at once', async () => {
    await keepRefreshToken(30_000);
    const before = (await kept('sign-in-')).texts['idToken'];
    const runs = await Promise.all(Array.from({ length: 6 }, () => run(['token'])));
    const tokens = new Set(runs.map(({ code, stdout, stderr }) => JSON.stringify({ code, stdout, stderr })));
    expect(tokens.size).toBe(1);
    expect(runs[0]).toMatchObject({ code: 0, stderr: '' });
    expect(runs[0]?.stdout.trim()).not.toBe(before);
    expect((await kept('sign-in-')).texts['idToken']).toBe(runs[0]?.stdout.trim());
  });

  it('is renewed when the service does not take the token', async () => {
    await keepRefreshToken(3_000_000);
    const { file, texts } = await kept('sign-in-');
    const [head, payload] = (texts['idToken'] ?? '').split('.');
    await writeFile(file, JSON.stringify({ ...texts, idToken: `${head ?? ''}.${payload ?? ''}.c2lnbmF0dXJl` }));
    for (const command of ['vend', 'grants']) expect(await run([command])).toMatchObject({ code: 0, stderr: '' });
  });

  it('says to sign in again when it has ended', async () => {
    await keepRefreshToken(30_000);
    const { refreshTokenSeconds } = stack.service.userPool.client;
    ahead = (refreshTokenSeconds + 60) * 1_000;
    expect(await run(['vend'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr:
        'The sign-in of member has ended. Sign in again: scopevend login\nCognito refused: Refresh Token has expired (NotAuthorizedException)\n',
    });
  });

  it('by token alone says so when it has ended', async () => {
    await loginByToken();
    const { file, texts } = await kept('sign-in-');
    ahead = -3_590_000;
    await writeFile(file, JSON.stringify({ ...texts, idToken: (await tokensOf()).idToken }));
    ahead = 0;
    expect(await run(['vend'])).toMatchObject({
      code: 1,
      stderr: 'The token of member has ended, and cannot be renewed. Sign in again: scopevend login\n',
    });
    const access = await run(['token', '--access']);
    expect(access).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^There is no access token: login was given another/),
    });
  });

  it('is ended by the next login', async () => {
    const refreshToken = await keepRefreshToken(3_000_000);
    const old = await kept('sign-in-');
    await loginByToken(rival);
    await writeFile(old.file, JSON.stringify({ ...old.texts, idToken: 'x', refreshToken }));
    expect(await run(['token'])).toMatchObject({ code: 1, stderr: expect.stringContaining('has been revoked') });
  });

  it('is gone from here though the user pool cannot be reached, which logout says', async () => {
    await keepRefreshToken(3_000_000);
    const { file, texts } = await kept('sign-in-');
    await writeFile(file, JSON.stringify({ ...texts, cognitoUrl: 'http://127.0.0.1:1/' }));
    expect(await run(['logout'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^The sign-in is removed from this machine, but could not be revoked.*\n.*ECONNREFUSED/,
      ),
    });
    expect(await home.files('sign-in-')).toEqual([]);
  });
});

describe('a kept file that is spoilt', () => {
  it.each([
    { what: 'empty', text: '' },
    { what: 'cut off', text: '{"issuer":"x"' },
    { what: 'of another kind', text: '[]' },
    { what: 'without a part', text: '{"issuer":"x","sub":"y"}' },
    { what: 'binary', text: '\u0000\u0001' },
  ])('is said with the mend when it is $what, and login mends it', async ({ text }) => {
    await loginByToken();
    const { file } = await kept('sign-in-');
    await writeFile(file, text);
    for (const command of ['vend', 'token', 'credential-process']) {
      expect(await run([command])).toMatchObject({
        code: 1,
        stdout: '',
        stderr: `${file} is damaged. Remove it and sign in again: scopevend login\n`,
      });
    }
    await loginByToken();
    expect((await run(['token'])).code).toBe(0);
  });

  it('is said of settings too', async () => {
    await loginByToken();
    const { file } = await kept('profile-');
    await writeFile(file, '{');
    expect(await run(['grants'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`${file} is damaged. Remove it`),
    });
    await rm(file);
    expect(await run(['grants'])).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no endpoint.') });
    expect(await run(['grants', '--endpoint', stack.graphqlUrl])).toMatchObject({ code: 0 });
  });

  (process.platform === 'win32' ? it.skip : it)(
    'is not used when others can read it, and logout removes it',
    async () => {
      await loginByToken();
      const { file } = await kept('sign-in-');
      await chmod(file, 0o640);
      expect(await run(['vend'])).toMatchObject({ code: 1, stderr: expect.stringContaining(`chmod 600 '${file}'`) });
      expect(await run(['logout'])).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('It is removed now, but nothing was revoked.'),
      });
      expect(await home.files('sign-in-')).toEqual([]);
    },
  );
});
