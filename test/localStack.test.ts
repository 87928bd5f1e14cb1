/** The local stack as a whole, by its HTTP interfaces and the real AWS SDK. */
import { jest } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { buildSchema, getNamedType, isObjectType, parse, validate } from 'graphql';
import type { GraphQLObjectType } from 'graphql';
import { findStack } from '../client/cli/findStack.ts';
import { attackGroups } from '../local/attack/attacks.ts';
import { isRefusedRightly } from '../local/attack/attack.ts';
import type { Means } from '../local/attack/attack.ts';
import { prepareMeans } from '../local/attack/prepareMeans.ts';
import { signIn } from '../local/calls/signIn.ts';
import { VEND, vendOverHttp } from '../local/calls/vendOverHttp.ts';
import { sampleUsers } from '../local/cognito/sampleUsers.ts';
import { readyMade } from '../local/pages/readyMade.ts';
import type { LocalStack } from '../local/stack.ts';
import { startLocalStack } from '../local/stack.ts';
import type { StsCall } from '../local/sts/sts.ts';
import { captureLog } from './logWatch.ts';

// What another AWS user of the machine may have set: nothing of it may reach the stack.
const foreign = {
  AWS_PROFILE: 'no-such-profile',
  AWS_REGION: 'eu-central-2',
  AWS_ACCESS_KEY_ID: 'AKIAFOREIGN',
  AWS_SECRET_ACCESS_KEY: 'foreign',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9',
  AWS_USE_FIPS_ENDPOINT: 'true',
  AWS_USE_DUALSTACK_ENDPOINT: 'true',
  HTTP_PROXY: 'http://127.0.0.1:9',
};

const stsCalls: StsCall[] = [];
const before = { ...process.env };
let stack: LocalStack;
let tokens: Map<string, string>;

beforeAll(async () => {
  captureLog('log');
  Object.assign(process.env, foreign);
  stack = await startLocalStack({ port: 0, awsPort: 0, onStsCall: (call) => stsCalls.push(call) });
  const place = { awsUrl: stack.awsUrl, clientId: stack.service.userPool.client.id };
  tokens = new Map(
    await Promise.all(sampleUsers.map(async (user) => [user.username, (await signIn(place, user)).idToken] as const)),
  );
});

afterAll(async () => {
  process.env = before;
  jest.restoreAllMocks();
  await stack.close();
});

const tokenOf = (user: string) => tokens.get(user) ?? '';
const vendAs = (user: string, scope?: object) =>
  vendOverHttp({ graphqlUrl: stack.graphqlUrl, token: tokenOf(user) }, { scope });

describe('a vend over HTTP', () => {
  it('gives credentials that STS knows as the session of the Vend role', async () => {
    const answer = await vendAs('member', { s3: [{ resource: 'uploads', access: ['READ'] }] });
    if ('refused' in answer) throw new Error(answer.refused.message);
    const { accessKeyId, secretAccessKey, sessionToken, assumedRoleArn, vendId } = answer.vended;
    const sts = new STSClient({
      endpoint: stack.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey, sessionToken },
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
    });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(assumedRoleArn);
    expect(assumedRoleArn.endsWith(`/${vendId}`)).toBe(true);
    sts.destroy();
  });

  it('is one AssumeRole of the function, and none when it is refused', async () => {
    stsCalls.length = 0;
    await vendAs('member');
    expect(stsCalls).toEqual([expect.objectContaining({ operation: 'AssumeRole', outcome: 'Success' })]);
    await vendAs('member', { role: 'reporting' });
    await vendAs('guest');
    expect(stsCalls).toHaveLength(1);
  });

  it('asks for every field of the answer', () => {
    const selected = new Set(VEND.match(/\w+/g));
    const schema = buildSchema(schemas);
    const fieldsOf = (type: GraphQLObjectType): string[] =>
      Object.values(type.getFields()).flatMap((field) => {
        const inner = getNamedType(field.type);
        return [field.name, ...(isObjectType(inner) ? fieldsOf(inner) : [])];
      });
    const vended = schema.getType('VendedCredentials') as GraphQLObjectType;
    expect(fieldsOf(vended).filter((name) => !selected.has(name))).toEqual([]);
  });
});

const schemas = (await Promise.all(['appsync.graphql', 'schema.graphql'].map((file) => readFile(file, 'utf8')))).join(
  '\n',
);

describe('a ready-made query of the page', () => {
  // Who is refused what, by the operation's name; everything else is answered.
  const refusals = new Map([
    ['VendTenantShared', ['rival', 'guest']],
    ['VendOwnFiles', ['guest']],
    ['VendEverything', ['guest']],
    ['Preview', ['guest']],
    ['Explain', ['guest']],
    ['Refused', ['member', 'editor', 'rival', 'guest']],
    ['RoleReporting', ['member', 'rival', 'guest']],
  ]);
  const cases = readyMade.map((query) => ({ name: /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '', query }));

  it.each(cases)('$name fits the schema and half a screen', ({ query }) => {
    expect(validate(buildSchema(schemas), parse(query))).toEqual([]);
    for (const line of query.split('\n')) expect(line.length).toBeLessThanOrEqual(50);
  });

  it.each(cases)('$name is answered or refused as it should be, for each user', async ({ name, query }) => {
    for (const { username } of sampleUsers) {
      const answer = await fetch(stack.graphqlUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: tokenOf(username) },
        body: JSON.stringify({ query }),
      });
      const { errors = [] } = (await answer.json()) as { errors?: { errorType: string }[] };
      const expected = refusals.get(name)?.includes(username) ? ['NotGranted'] : [];
      expect({ username, errors: errors.map(({ errorType }) => errorType) }).toEqual({ username, errors: expected });
    }
  });
});

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

// fetch lets nobody set Host.
const ask = (path: string, headers: Record<string, string> = {}, body?: string) =>
  new Promise<Answer>((resolve, reject) => {
    const outgoing = request(new URL(path, stack.pageUrl), {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      agent: false,
    });
    outgoing.on('error', reject).on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString(),
          });
        });
    });
    outgoing.end(body);
  });

describe('the page', () => {
  it('lets the browser load from its own address only', async () => {
    const { status, headers, body } = await ask('/');
    expect(status).toBe(200);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
    expect(body.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  });

  it('has all its files', async () => {
    const { body } = await ask('/');
    const files = [...body.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map(([, file = '']) => file);
    expect(files).toEqual(['graphiql.css', 'console.css', 'graphiql.js', 'console.js']);
    const more = ['editorWorkerService.worker.js', 'json.worker.js', 'graphql.worker.js', 'queries.json', 'stack.json'];
    for (const file of [...files, ...more]) {
      const { status, headers, body: content } = await ask(`/${file}`);
      expect({ file, status }).toEqual({ file, status: 200 });
      expect(content.length).toBeGreaterThan(100);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it.each(['/', '/stack.json', '/console.js', '/token'])('shows nothing of %s to another host name', async (path) => {
    expect((await ask(path, { host: 'evil.example:4000' })).status).toBe(403);
  });

  it.each(['/nothing', '/../package.json', '/..%2fpackage.json', '/pages.ts', '/__proto__'])(
    'has no %s',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );

  it.each([undefined, '{"query":"{ __typename }"}'])(
    'says where the API is at /graphql/, to the body %j',
    async (sent) => {
      const { status, body } = await ask('/graphql/', { 'content-type': 'application/json' }, sent);
      expect({ status, body }).toEqual({ status: 404, body: 'The API is at /graphql, without a slash at the end.\n' });
    },
  );

  const tokenFor = (body: string, headers: Record<string, string> = {}) => {
    const origin = new URL(stack.pageUrl).origin;
    return ask('/token', { origin, 'content-type': 'application/json', ...headers }, body);
  };

  it('signs a sample user in for its own script', async () => {
    const { status, headers, body } = await tokenFor('{"username":"editor"}');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    const { idToken } = JSON.parse(body) as { idToken: string };
    const answer = await vendOverHttp(
      { graphqlUrl: stack.graphqlUrl, token: idToken },
      { scope: { role: 'reporting' } },
    );
    expect(answer).toHaveProperty('vended');
  });

  it.each<[string, Record<string, string>]>([
    ['another site', { origin: 'http://evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['a form', { 'content-type': 'text/plain' }],
    ['a rebound name', { host: 'evil.example', origin: 'http://evil.example' }],
  ])('gives no token to %s', async (_, headers) => {
    const { status, body } = await tokenFor('{"username":"editor"}', headers);
    expect(status).toBe(403);
    expect(body).not.toContain('eyJ');
  });

  it.each([
    '{"username":"nobody"}',
    '{"username":"__proto__"}',
    '{"username":["member"]}',
    '{',
    'null',
    `"${'x'.repeat(5_000)}"`,
  ])('gives no token for %s', async (body) => {
    expect((await tokenFor(body)).status).toBe(400);
  });
});

describe('an attack by', () => {
  let means: Means;
  beforeAll(async () => {
    means = await prepareMeans(await findStack({ PORT: String(stack.port) }));
  });
  it.each(attackGroups.flatMap(({ attacks }) => attacks))('$what is refused', async (attack) => {
    const reaction = await attack.attempt(means);
    expect({ ...reaction, right: isRefusedRightly(attack, reaction) }).toEqual({ ...reaction, right: true });
  });
});

describe('starting', () => {
  it('names the taken port and its variable, and lets go of the other port', async () => {
    const taken = await startLocalStack({ port: 0, awsPort: 0 });
    await expect(startLocalStack({ port: taken.port, awsPort: 0 })).rejects.toThrow(
      `Port ${String(taken.port)} is taken`,
    );
    await expect(startLocalStack({ port: 0, awsPort: taken.awsPort })).rejects.toThrow('Set AWS_PORT to another one');
    await taken.close();
    const again = await startLocalStack({ port: taken.port, awsPort: taken.awsPort });
    expect(again.graphqlUrl).toBe(taken.graphqlUrl);
    await again.close();
  });
});
