/** The whole service vends and refuses with its log captured; then the log is searched for every secret that there was. */
import { jest } from '@jest/globals';
import { sampleUsers } from '../local/cognito/sampleUsers.ts';
import { signIn } from '../local/calls/signIn.ts';
import { vendOverHttp } from '../local/calls/vendOverHttp.ts';
import { type LocalStack, startLocalStack } from '../local/stack.ts';
import { captureLog, secretIn, watchConsole } from './logWatch.ts';

const scopes: readonly unknown[] = [
  undefined,
  {},
  { s3: [{ resource: 'uploads', access: ['READ'] }] },
  { s3: [{ resource: 'uploads', prefix: 'users/other/', access: ['READ'] }] },
  { s3: [{ resource: 'nothing', access: ['READ'] }] },
  { role: 'reporting' },
  {
    s3: Array.from({ length: 100 }, (_, index) => ({
      resource: 'uploads',
      prefix: `tenants/acme/shared/${String(index)}/`,
      access: ['READ'],
    })),
  },
];

describe('the log of the local stack', () => {
  let lines: string[];
  const secrets: string[] = [];
  let stack: LocalStack;

  beforeAll(async () => {
    lines = captureLog();
    stack = await startLocalStack({
      port: 0,
      awsPort: 0,
      onFailure: (where, error) => void lines.push(`${where} ${String((error as Error).stack)}`),
    });
    for (const user of sampleUsers) {
      const tokens = await signIn({ awsUrl: stack.awsUrl, clientId: stack.service.userPool.client.id }, user);
      secrets.push(user.password, tokens.idToken, tokens.accessToken);
      for (const scope of scopes) {
        const answer = await vendOverHttp({ graphqlUrl: stack.graphqlUrl, token: tokens.accessToken }, { scope });
        if ('vended' in answer) secrets.push(answer.vended.secretAccessKey, answer.vended.sessionToken);
      }
    }
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await stack.close();
  });

  it('has a line for every call', () => {
    expect(lines).toHaveLength(sampleUsers.length * scopes.length);
    expect(new Set(lines.map((line) => (JSON.parse(line) as { outcome: string }).outcome))).toEqual(
      new Set(['answered', 'InvalidScope', 'NotGranted', 'ScopeTooLarge']),
    );
  });

  it('holds none of the passwords, JWTs, secret keys and session tokens', () => {
    expect(secrets.length).toBeGreaterThan(20);
    const log = lines.join('\n');
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
    expect(secretIn(log)).toBeUndefined();
  });

  it('would be caught by the watch over the suite if it held one', () => {
    const written: unknown[] = [];
    const watched = { ...console, log: (...values: unknown[]) => void written.push(...values) } as Console;
    watchConsole(watched);
    watched.log('harmless');
    expect(written).toEqual(['harmless']);
    const credentials = secrets.filter((secret) => !sampleUsers.some(({ password }) => password === secret));
    for (const secret of credentials) {
      expect(() => {
        watched.log({ secret });
      }).toThrow('was written to the log');
    }
  });
});
