/** `vend … --as` with an IAM user's own keys: what leaves the machine, and for where, when AWS is asked. */
import { jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { PolicyDocument } from '../core/policy/document.ts';
import { awsEndpoint } from '../local/awsEndpoint.ts';
import { startLocalStack } from '../local/stack.ts';
import type { LocalStack } from '../local/stack.ts';
import { createSts } from '../local/sts/sts.ts';
import type { StsCall } from '../local/sts/sts.ts';
import { captureLog } from './logWatch.ts';

jest.setTimeout(30_000);

const [account, region] = ['123456789012', 'eu-central-1'];
const keys = { accessKeyId: 'AKIAOWNOWNOWNOWNOWN1', secretAccessKey: 'o'.repeat(40) };

/** The policy that docs/sts.md says the IAM user needs. */
const documented = async (): Promise<PolicyDocument> => {
  const docs = await readFile(path.resolve(import.meta.dirname, '../docs/sts.md'), 'utf8');
  const [, json = ''] = /```json\n([^`]*)```/.exec(docs.replaceAll('\r\n', '\n')) ?? [];
  return JSON.parse(json.replaceAll('<account>', account)) as PolicyDocument;
};

/** What the command sends to any other machine goes to the port of this test by HTTP: the edge of the machine. */
const diversion = `data:text/javascript,${encodeURIComponent(`
  import http from 'node:http';
  globalThis.fetch = (url, { method, headers, body }) =>
    new Promise((resolve, reject) => {
      const { host, pathname, search } = new URL(url);
      const to = { host: '127.0.0.1', port: process.env.DIVERTED_TO, path: pathname + search, method, agent: false };
      const sent = http.request({ ...to, headers: { ...headers, host } }, async (incoming) => {
        const chunks = [];
        for await (const chunk of incoming) chunks.push(chunk);
        resolve(new Response(Buffer.concat(chunks), { status: incoming.statusCode }));
      });
      sent.on('error', reject).end(body);
    });
`)}`;

const hosts: string[] = [];
const calls: StsCall[] = [];
let stack: LocalStack;
let aws: ReturnType<typeof createServer>;
beforeAll(async () => {
  captureLog('log');
  stack = await startLocalStack({ port: 0, onStsCall: () => hosts.push('the local stack') });
  const user = {
    name: 'me',
    arn: `arn:aws:iam::${account}:user/me`,
    userId: 'AIDAOWNOWNOWNOWNOWN1',
    policies: [await documented()],
  };
  const { serve } = createSts({
    service: { roles: [], account, partition: 'aws', region },
    keys: [{ ...keys, user }],
    clock: Date.now,
    onCall: (call) => calls.push(call),
  });
  const listener = awsEndpoint({ sts: serve, 'cognito-idp': () => Promise.reject(new Error('Cognito is not here.')) });
  aws = createServer((message, response) => {
    hosts.push(message.headers.host ?? '');
    listener(message, response);
  });
  await new Promise<void>((resolve) => aws.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => aws.close(resolve));
  await stack.close();
});
beforeEach(() => {
  hosts.length = 0;
  calls.length = 0;
});

const vend = (args: readonly string[], secretAccessKey = keys.secretAccessKey) => {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const env = {
    ...Object.fromEntries(own),
    NODE_OPTIONS: '',
    PORT: String(stack.port),
    DIVERTED_TO: String((aws.address() as AddressInfo).port),
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: region,
  };
  const child = spawn(process.execPath, ['--import', diversion, 'client/bin/scopevend.js', 'vend', '--json', ...args], {
    env,
  });
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk) => (texts[stream] += String(chunk)));
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => {
      resolve({ code, ...texts });
    });
  });
};

const scope = '{"s3":[{"resource":"uploads","access":["READ"]}]}';
const asking = expect.stringMatching(/^Asking AWS STS in eu-central-1, .* ends in OWN1\./) as string;
const regional = `sts.${region}.amazonaws.com`;

it('federates at the Regional endpoint of AWS, signed by those keys, with the policy that docs/sts.md gives', async () => {
  const { code, stdout, stderr } = await vend([scope, '--as', 'member', '--as', 'federation']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: asking });
  expect(hosts).toEqual([regional]);
  expect(calls).toMatchObject([{ operation: 'GetFederationToken', outcome: 'Success' }]);
  const vended = JSON.parse(stdout) as Record<'vendId' | 'federatedUserArn' | 'region' | 'sessionPolicy', string>;
  expect(vended).toMatchObject({ region, federatedUserArn: `arn:aws:sts::${account}:federated-user/${vended.vendId}` });
  expect(vended.sessionPolicy).toContain('s3:GetObject');
});

it('gets the whole session there too', async () => {
  const { code, stdout, stderr } = await vend(['--as', 'session', '--whole']);
  expect({ code, stderr, hosts }).toEqual({ code: 0, stderr: asking, hosts: [regional] });
  expect(JSON.parse(stdout)).toMatchObject({ region, sessionPolicy: null });
});

it('says what AWS says when it refuses', async () => {
  const { code, stdout, stderr } = await vend([scope, '--as', 'member', '--as', 'federation'], 'wrong-secret');
  expect({ code, stdout, hosts }).toEqual({ code: 1, stdout: '', hosts: [regional] });
  expect(stderr).toMatch(/"errorType": "SignatureDoesNotMatch"/);
  expect(stderr).not.toContain('wrong-secret');
});

it('asks nobody at AWS for a scope as a session', async () => {
  const { code } = await vend([scope, '--as', 'member', '--as', 'session']);
  expect({ code, hosts }).toEqual({ code: 2, hosts: [] });
});
