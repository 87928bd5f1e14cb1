/** `scopevend explain` against the local stack: the answer, its exit code, and that the stack then does as it says. */
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { jest } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { captureLog } from '../logWatch.ts';
import { refusal, startVendedStack, subOf } from '../vendedStack.ts';
import { makeHome, scopevend } from './runCli.ts';
import type { Home } from './runCli.ts';
import { atTerminal, hasTerminal } from './terminal.ts';

jest.setTimeout(120_000);

const own = `users/${subOf('member')}/`;
const scope = { s3: [{ resource: 'uploads', prefix: own, access: ['READ' as const, 'LIST' as const] }] };
let vended: Awaited<ReturnType<typeof startVendedStack>>;
let home: Home;
let folder: string;
beforeAll(async () => {
  captureLog('log');
  vended = await startVendedStack();
  home = await makeHome();
  folder = await mkdtemp(path.join(tmpdir(), 'scopevend-explain-'));
  await writeFile(path.join(folder, 'scope.json'), JSON.stringify(scope));
  await writeFile(path.join(folder, 'context.json'), JSON.stringify({ 's3:prefix': 'users/' }));
});
afterAll(async () => {
  await vended.close();
  await home.remove();
  await rm(folder, { recursive: true });
});

const environment = () => ({ ...home.environment, PORT: new URL(vended.stack.graphqlUrl).port });
const explain = (...args: readonly string[]) =>
  scopevend(['explain', '--as', 'member', ...args], { environment: environment() });
const withScope = (...args: readonly string[]) => explain('--scope', `@${path.join(folder, 'scope.json')}`, ...args);

it('says as JSON which requests are allowed and which are not, and ends with 1', async () => {
  const { code, stdout, stderr } = await withScope(
    's3:GetObject',
    `uploads/${own}x`,
    's3:PutObject',
    `uploads/${own}x`,
  );
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  const resource = `arn:aws:s3:::${vended.Bucket}/${own}x`;
  expect(JSON.parse(stdout)).toMatchObject([
    {
      action: 's3:GetObject',
      resource,
      allowed: true,
      denial: null,
      statement: expect.stringContaining('s3:GetObject'),
    },
    { action: 's3:PutObject', resource, allowed: false, denial: 'ACTION', statement: null },
  ]);
});

it('is what the gate then does', async () => {
  const s3 = vended.s3As(await vended.vend('member', scope));
  const object = { Bucket: vended.Bucket, Key: `${own}explained` };
  await vended.s3As(await vended.vend('member')).send(new PutObjectCommand({ ...object, Body: 'x' }));
  const sent = [
    { request: ['s3:GetObject', `uploads/${own}explained`], send: () => s3.send(new GetObjectCommand(object)), does: 'allowed' },
    { request: ['s3:PutObject', `uploads/${own}explained`], send: () => s3.send(new PutObjectCommand({ ...object, Body: 'x' })), does: 'AccessDenied' },
    { request: ['s3:ListBucket', `uploads/${own}`], send: () => s3.send(new ListObjectsV2Command({ Bucket: vended.Bucket, Prefix: own })), does: 'allowed' },
    { request: ['s3:ListBucket', 'uploads/users/'], send: () => s3.send(new ListObjectsV2Command({ Bucket: vended.Bucket, Prefix: 'users/' })), does: 'AccessDenied' },
  ]; // prettier-ignore
  for (const { request, send, does } of sent) {
    const { code } = await withScope(...request);
    const done = await refusal(send());
    expect({ request, done, code }).toEqual({ request, done: does, code: does === 'AccessDenied' ? 1 : 0 });
  }
});

it('takes everything without a scope, and condition keys from a file', async () => {
  const bucket = ['s3:ListBucket', 'uploads'];
  const given = (context: string) => explain(...bucket, '--context', context);
  expect(await given(`{"s3:prefix":"${own}"}`)).toMatchObject({ code: 0, stderr: '' });
  const { code, stdout } = await given(`@${path.join(folder, 'context.json')}`);
  expect({ code, answer: JSON.parse(stdout) as unknown }).toMatchObject({
    code: 1,
    answer: [{ denial: 'CONDITION', unmet: [{ key: 's3:prefix', given: ['users/'] }] }],
  });
});

it.each<{ args: readonly string[]; code: number; stderr: RegExp }>([
  { args: [], code: 2, stderr: /^Give an action and its resource, for example/ },
  { args: ['s3:GetObject'], code: 2, stderr: /^Give an action and its resource/ },
  { args: ['s3:GetObject', 'uploads', '--context', '{'], code: 2, stderr: /^The context cannot be read as JSON/ },
  { args: ['s3:GetObject', 'uploads', '--context', '@none'], code: 2, stderr: /^The context cannot be read from "none"/ },
  { args: ['s3:*', 'uploads'], code: 1, stderr: /"errorType": "InvalidScope"/ },
  { args: ['s3:GetObject', 'nothing/x'], code: 1, stderr: /requests\[0\]\.resource is \\"nothing\/x\\"/ },
  { args: ['--scope', '{"role":"reporting"}', 's3:GetObject', 'uploads/x'], code: 1, stderr: /NotGranted/ },
])('refuses $args', async ({ args, code, stderr }) => {
  expect(await explain(...args)).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(stderr) });
}); // prettier-ignore

(hasTerminal ? it : it.skip)('tells people the reason and the statement', async () => {
  const { code, screen } = await atTerminal(
    ['explain', '--as', 'member', 's3:GetObject', `uploads/${own}x`, 's3:GetObject', 'arn:aws:s3:::b/a\u009b31m/x'],
    [],
    { environment: environment(), piped: false },
  );
  expect(code).toBe(1);
  const text = screen.replace(/\r/g, '');
  expect(text).toMatch(
    /^ +action +resource\nallowed +s3:GetObject +arn:aws:s3:::\S+\ndenied +s3:GetObject +arn:aws:s3:::/m,
  );
  expect(text).toMatch(/\n {2}by statement: \{"Effect":"Allow"/);
  expect(text).toContain('a\\u009b31m/x');
  expect(text).toContain('The Vend policy and policies of the resource can still deny.');
});
