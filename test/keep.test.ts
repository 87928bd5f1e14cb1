/** `npm start` over again: what was put is there the next time when it was asked to keep it, and nowhere when it was not. */
import { jest } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findStack } from '../client/cli/findStack.ts';
import { sendSigned } from '../local/calls/sendSigned.ts';
import type { Signer, UnsignedRequest } from '../local/calls/sendSigned.ts';
import { signIn } from '../local/calls/signIn.ts';
import { vendOverHttp } from '../local/calls/vendOverHttp.ts';
import { sampleUsers } from '../local/cognito/sampleUsers.ts';
import { readService } from '../local/readService.ts';
import { collected, freePort, outcome, readyAt, run } from './commandProcesses.ts';

jest.setTimeout(120_000);

const service = await readService();
const bucket = service.buckets[0]?.name ?? '';
const TableName = service.tables[0]?.name ?? '';
const [user] = sampleUsers;
const sub = user?.sub ?? '';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scopevend-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Running {
  readonly child: ChildProcess;
  /** Sends a request with credentials that were vended to the sample user. */
  send(request: UnsignedRequest): Promise<{ status: number; body: string }>;
  stop(signal: NodeJS.Signals): Promise<void>;
}

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

const start = async (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Running> => {
  const ports = { PORT: await freePort(), AWS_PORT: await freePort() };
  const child = run('start', args, { ...environment, ...ports });
  running.push(child);
  const texts = collected(child);
  await readyAt(child);
  const { graphqlUrl, awsUrl, clientId, region } = await findStack(ports);
  const { idToken } = await signIn(
    { awsUrl, clientId },
    { username: user?.username ?? '', password: user?.password ?? '' },
  );
  const answer = await vendOverHttp({ graphqlUrl, token: idToken });
  if ('refused' in answer) throw new Error(answer.refused.message);
  const { accessKeyId, secretAccessKey, sessionToken } = answer.vended;
  const signer: Signer = { awsUrl, region, accessKeyId, secretAccessKey, sessionToken };
  return {
    child,
    send: (request) => sendSigned(signer, request),
    stop: async (signal) => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill(signal);
      const code = await ended;
      if (signal === 'SIGINT' && process.platform !== 'win32')
        expect({ code, stderr: texts.stderr }).toEqual({ code: 0, stderr: '' });
    },
  };
};

// What a path would be led astray by.
const keys = ['plain.txt', '../../../escaped.txt', '%2e%2e%2fescaped.txt', 'a//b/', 'C:%5CWindows', 'x'.repeat(900)];
const pathOf = (key: string) => `/${bucket}/users/${sub}/${key}`;
const put = (key: string, body: string): UnsignedRequest => ({ service: 's3', method: 'PUT', path: pathOf(key), body });
const get = (key: string): UnsignedRequest => ({ service: 's3', method: 'GET', path: pathOf(key) });
const item = { owner: { S: sub }, id: { S: 'kept' } };
const notes = (operation: string, parameters: object): UnsignedRequest => ({
  service: 'dynamodb',
  method: 'POST',
  path: '/',
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `DynamoDB_20120810.${operation}` },
  body: JSON.stringify({ TableName, ...parameters }),
});
const putItem = notes('PutItem', { Item: { ...item, text: { S: 'of an item' } } });
const getItem = notes('GetItem', { Key: item });

const expectDone = async (stack: Running, ...requests: readonly UnsignedRequest[]) => {
  for (const request of requests) expect(await stack.send(request)).toMatchObject({ status: 200 });
};

const filesBelow = async (place: string) =>
  (await readdir(place, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

// Windows has no signal but to kill.
it.each<NodeJS.Signals>(['SIGINT', 'SIGKILL'])('with a folder all is there again, after %s too', async (signal) => {
  const keep = ['--keep-in', path.join(folder, 'kept')];
  const first = await start(keep);
  await expectDone(first, putItem, ...keys.map((key) => put(key, `of ${key}`)));
  await first.stop(signal);

  const second = await start(keep);
  expect((await second.send(getItem)).body).toContain('"text":{"S":"of an item"}');
  for (const key of keys) expect(await second.send(get(key))).toMatchObject({ status: 200, body: `of ${key}` });
  expect(await second.send({ ...get('plain.txt'), method: 'DELETE' })).toMatchObject({ status: 204 });
  await expectDone(second, put('later.txt', 'later'));
  await second.stop(signal);

  const third = await start(keep);
  expect(await third.send(get('plain.txt'))).toMatchObject({ status: 403 });
  expect(await third.send(get('later.txt'))).toMatchObject({ status: 200, body: 'later' });
  await third.stop(signal);

  expect(await readdir(folder)).toEqual(['kept']);
  expect((await readdir(path.join(folder, 'kept'))).sort()).toEqual(['dynamodb', 'objects']);
  for (const { name } of await filesBelow(path.join(folder, 'kept', 'objects'))) expect(name).toMatch(/^[0-9a-f]{64}$/);
});

it('a second stack on the same folder does not start, and the first goes on', async () => {
  const keep = ['--keep-in', folder];
  const first = await start(keep);
  const ports = { PORT: await freePort(), AWS_PORT: await freePort() };
  expect(await outcome(run('start', keep, ports))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Perhaps another local stack keeps its data there: stop it first.'),
  });
  await expectDone(first, put('plain.txt', 'x'), get('plain.txt'));
  await first.stop('SIGINT');
});

it('without a folder nothing is written, and nothing is there the next time', async () => {
  const own = path.resolve(import.meta.dirname, '../.local');
  const before = existsSync(own) ? await filesBelow(own) : undefined;
  // Where a process writes that is not told where to. The compiler's own cache is no data.
  const environment = {
    TMPDIR: folder,
    TEMP: folder,
    TMP: folder,
    HOME: folder,
    USERPROFILE: folder,
    TSX_DISABLE_CACHE: '1',
  };
  const first = await start([], environment);
  await expectDone(first, putItem, getItem, put('plain.txt', 'x'), get('plain.txt'));
  await first.stop('SIGINT');
  expect(await filesBelow(folder)).toEqual([]);
  expect(existsSync(own) ? await filesBelow(own) : undefined).toEqual(before);

  const second = await start([], environment);
  expect(await second.send(get('plain.txt'))).toMatchObject({ status: 403 });
  expect(await second.send(getItem)).toMatchObject({ status: 200, body: '{}' });
  await second.stop('SIGINT');
});
