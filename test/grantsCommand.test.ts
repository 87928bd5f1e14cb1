/** `npm run grants`: it shows what the running service would answer, without one. */
import { jest } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Grant } from '../core/schema.ts';
import { callerIn } from '../deploy/grants/callerOption.ts';
import { signIn } from '../local/calls/signIn.ts';
import { sampleUsers } from '../local/cognito/sampleUsers.ts';
import { startLocalStack } from '../local/stack.ts';
import type { LocalStack } from '../local/stack.ts';
import { makeHome, scopevend, start } from './cli/runCli.ts';
import type { Home } from './cli/runCli.ts';
import { captureLog } from './logWatch.ts';

jest.setTimeout(120_000);

let stack: LocalStack;
let home: Home;
let folder: string;
beforeAll(async () => {
  captureLog('log');
  stack = await startLocalStack({ port: 0, awsPort: 0 });
  home = await makeHome();
  folder = await mkdtemp(path.join(tmpdir(), 'scopevend-grants-'));
});
afterAll(async () => {
  await stack.close();
  await home.remove();
  await rm(folder, { recursive: true });
});

const grants = (args: readonly string[], input?: string) =>
  start(process.execPath, ['--import', 'tsx', 'deploy/grants/run.ts', ...args], {
    ...(input !== undefined && { input }),
  }).ended;

const tokenOf = async (username: string): Promise<string> => {
  const user = sampleUsers.find((sample) => sample.username === username);
  if (user === undefined) throw new Error('There is no such sample user.');
  return (await signIn({ awsUrl: stack.awsUrl, clientId: stack.service.userPool.client.id }, user)).accessToken;
};

it('shows every grant, with its variables', async () => {
  const { code, stdout, stderr } = await grants([]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^grant +to +service +resource +part +access +seconds\n/);
  expect(stdout).toMatch(
    /^own-files +group members +s3 +uploads +users\/\$\{sub\}\/ +READ, WRITE, DELETE, LIST +3600$/m,
  );
  expect(stdout).toMatch(/^reporting +group editors +role +reporting +all that it may +3600$/m);
  const json = JSON.parse((await grants(['--json', '--stage', 'prod'])).stdout) as Record<string, unknown>;
  expect(json).toEqual({ grants: expect.any(Array), warnings: [], refused: [] });
  expect(json['grants']).toContainEqual({
    grant: 'tenant-shared',
    to: 'group members',
    service: 's3',
    resource: 'uploads',
    part: 'tenants/${claims.tenant}/shared/',
    access: ['READ', 'LIST'],
    conditions: null,
    maxDurationSeconds: 3600,
  });
});

it.each(sampleUsers.map(({ username }) => username))('shows of %s what the service answers', async (username) => {
  const environment = { ...home.environment, PORT: new URL(stack.graphqlUrl).port };
  const answered = await scopevend(['grants', '--as', username, '--json'], { environment });
  const asked = (JSON.parse(answered.stdout) as readonly Grant[]).map((grant) => ({
    grant: grant.name,
    resource: (grant.s3 ?? grant.dynamodb ?? grant.role)?.resource,
    name: grant.s3?.bucket ?? grant.dynamodb?.table ?? grant.role?.roleArn,
    part: grant.s3?.prefix ?? grant.dynamodb?.leadingKeys?.[0] ?? null,
    access: (grant.s3 ?? grant.dynamodb)?.access ?? null,
    unusable: grant.unusable,
  }));
  const token = await tokenOf(username);
  for (const { code, stdout, stderr } of [
    await grants([username, '--json']),
    await grants(['--token', '-', '--json'], token),
  ]) {
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject(asked);
    expect(JSON.parse(stdout)).toHaveLength(asked.length);
  }
});

it('says why a grant cannot be used, of claims in a file', async () => {
  const file = path.join(folder, 'claims.json');
  const claims = { sub: 'x-1', 'cognito:groups': ['members'], tenant: 'a/b' };
  await writeFile(file, JSON.stringify(claims));
  const { code, stdout } = await grants(['--token', file]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^own-files +s3 +uploads +scopevend-dev-uploadsbucket +users\/x-1\/ +READ, WRITE, DELETE, LIST +3600$/m,
  );
  expect(stdout).toMatch(
    /\nThe grant tenant-shared cannot be used: The claim "tenant" of your token holds a character/,
  );
  expect(stdout).not.toMatch(/^tenant-shared/m);
});

it.each<{ args: readonly string[]; input?: string; stderr: RegExp }>([
  { args: ['nobody'], stderr: /^There is no sample user "nobody"\. Sample users: member, editor, rival, guest\./ },
  { args: ['member', 'editor'], stderr: /^Unexpected argument 'editor'/ },
  { args: ['member', '--token', '-'], stderr: /^Give a sample user or --token, not both\./ },
  { args: ['--token', 'no-such-file'], stderr: /^The token cannot be read from "no-such-file": ENOENT/ },
  { args: ['--bogus'], stderr: /^Unknown option '--bogus'\nUsage: npm run grants/ },
  { args: ['--token', '-'], input: 'secret', stderr: /^What --token gives is neither a JWT nor/ },
])('refuses $args', async ({ args, input, stderr }) => {
  expect(await grants(args, input)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(stderr) });
}); // prettier-ignore

it.each(['', '[]', 'null', 'a.b', 'a.b.c', 'eyJ.IntTRUNSRVQ.x', '{"sub":1}', '{"sub":"SECRET SECRET"}'])(
  'refuses %j and repeats nothing of it',
  (text) => {
    expect(() => callerIn(text)).toThrow(
      expect.objectContaining({ name: 'UsageError', message: expect.not.stringContaining('SECRET') }),
    );
  },
);
