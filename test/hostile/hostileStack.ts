/** The local stack in a process of its own, with requests that are signed by vended credentials and can then be spoilt. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { signIn } from '../../local/calls/signIn.ts';
import { vendOverHttp } from '../../local/calls/vendOverHttp.ts';
import { sampleUsers } from '../../local/cognito/sampleUsers.ts';
import { signed } from '../../local/gate/fixture.ts';
import type { Sent, Signable } from '../../local/gate/fixture.ts';
import type { Timeouts } from '../../local/ports.ts';
import { readService } from '../../local/readService.ts';
import { exchange } from './rawConnection.ts';
import type { Ready, Report } from './stackProcess.ts';

const program = path.join(import.meta.dirname, 'stackProcess.ts');

/** A request as bytes, with more header lines, each with its line end. */
export const bytesOf = ({ method, url, headers, body }: Sent, more = ''): Buffer => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${url} HTTP/1.1\r\n${lines.join('')}${more}\r\n`, 'latin1'), body]);
};

/** For a request after whose answer the server is to close. */
export const close = 'connection: close\r\n';

/** Starts it; a heap of more than 256 MB ends it. To be closed. */
export const startHostileStack = async (timeouts: Partial<Timeouts> = {}) => {
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--max-old-space-size=256', '--import', 'tsx', program, JSON.stringify(timeouts)],
    { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  let stderr = '';
  child.stderr?.on('data', (text) => (stderr += String(text)));
  const told = <Told>() =>
    new Promise<Told>((resolve, reject) => {
      const gone = () => {
        reject(new Error(`The stack has ended: ${stderr}`));
      };
      child.once('exit', gone).once('message', (message) => {
        child.off('exit', gone);
        resolve(message as Told);
      });
    });
  const { port, awsPort } = await told<Ready>();
  const [user] = sampleUsers;
  if (user === undefined) throw new Error('There is no sample user.');
  const service = await readService();
  const { idToken } = await signIn(
    { awsUrl: `http://127.0.0.1:${String(awsPort)}`, clientId: service.userPool.client.id },
    user,
  );
  const answer = await vendOverHttp({ graphqlUrl: `http://127.0.0.1:${String(port)}/graphql`, token: idToken });
  if ('refused' in answer) throw new Error(answer.refused.message);
  const { accessKeyId, secretAccessKey, sessionToken } = answer.vended;
  const by = { accessKeyId, secretAccessKey, sessionToken };
  const bucket = service.buckets[0]?.name ?? '';
  const own = (key: string) => `/${bucket}/users/${user.sub}/${key}`;

  const s3 = (request: Signable) => signed({ method: 'GET', body: '', ...request, by, at: Date.now() });
  const statusOf = async (key: string) =>
    (await exchange(awsPort, bytesOf(await s3({ path: own(key) }), close))).status;

  const ask = (what: 'faults' | 'bytes'): Promise<Report> => {
    const report = told<Report>();
    child.send(what);
    return report;
  };

  return {
    port,
    awsPort,
    idToken,
    by,
    sub: user.sub,
    clientId: service.userPool.client.id,
    bucket,
    table: service.tables[0]?.name ?? '',
    /** The path of an object of the user's own. */
    own,
    s3,
    dynamodb: (operation: string, body: string | Buffer, headers: Record<string, string> = {}) =>
      signed({
        service: 'dynamodb',
        method: 'POST',
        path: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `DynamoDB_20120810.${operation}`,
          ...headers,
        },
        body,
        by,
        at: Date.now(),
      }),
    /** A form for STS. */
    sts: (body: string) =>
      signed({
        service: 'sts',
        method: 'POST',
        path: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
        by,
        at: Date.now(),
      }),
    /** To the API, which takes it whatever its headers say. */
    graphql: (body: string | Buffer, headers: Record<string, string> = {}): Sent => ({
      method: 'POST',
      url: '/graphql',
      headers: {
        host: '127.0.0.1',
        authorization: idToken,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        ...headers,
      },
      body: Buffer.from(body),
    }),
    /** The status of a GET of an object of the user's own: 200, or 403 when it is not there: the user may not know. */
    statusOf,
    /** Warnings, rejections that nobody handled, and what the stack calls its own fault. */
    faults: async (): Promise<readonly string[]> => (await ask('faults')).faults,
    /** Bytes in use after garbage collection, on the heap and in buffers. */
    bytes: async (): Promise<number> => (await ask('bytes')).bytes,
    /** How many TCP connections the process has open. */
    connections: async (): Promise<number> => (await ask('faults')).connections,
    /** Whether both endpoints answer as always. */
    isWell: async () => {
      const query = { method: 'GET', url: '/stack.json', headers: { host: '127.0.0.1' }, body: Buffer.alloc(0) };
      return (await statusOf('hello.txt')) === 200 && (await exchange(port, bytesOf(query, close))).status === 200;
    },
    close: async (): Promise<void> => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
};

/** It runs. */
export type HostileStack = Awaited<ReturnType<typeof startHostileStack>>;
