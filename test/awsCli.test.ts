/** The AWS CLI, where one is installed, with credentials that were vended over GraphQL. */
import { jest } from '@jest/globals';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import path from 'node:path';
import { captureLog } from './logWatch.ts';
import { startVendedStack, subOf } from './vendedStack.ts';
import type { Credentials } from './vendedStack.ts';

jest.setTimeout(60_000);

/** Why it cannot be tried: one that is too old to know AWS_ENDPOINT_URL (before 1.29 and 2.13) would ask AWS itself. */
const whyNot = (): string | undefined => {
  const { status, stdout } = spawnSync('aws', ['--version'], { encoding: 'utf8' });
  if (status !== 0) return 'there is no aws on the PATH';
  const [version = '', major, minor] = /^aws-cli\/(\d+)\.(\d+)[\d.]*/.exec(stdout) ?? [];
  if (Number(minor) >= (major === '1' ? 29 : 13)) return undefined;
  return `${version || 'this aws'} does not know AWS_ENDPOINT_URL`;
};

const reason = whyNot();
const title = reason === undefined ? 'the AWS CLI' : `the AWS CLI (SKIPPED: ${reason})`;
// In a run of several files Jest says of what is skipped only how much it is.
if (reason !== undefined) process.stderr.write(`SKIPPED the tests with the AWS CLI: ${reason}.\n`);
const [own, other] = [subOf('member'), subOf('rival')];

(reason === undefined ? describe : describe.skip)(title, () => {
  let running: Awaited<ReturnType<typeof startVendedStack>>;
  let vended: Credentials;
  let folder: string;

  beforeAll(async () => {
    captureLog('log');
    running = await startVendedStack();
    vended = await running.vend('member');
    folder = await mkdtemp(path.join(tmpdir(), 'scopevend-'));
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await running.close();
    await rm(folder, { recursive: true });
  });

  const aws = (...args: readonly string[]) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
      const env = {
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^aws_|_proxy$/i.test(name))),
        AWS_CONFIG_FILE: devNull,
        AWS_SHARED_CREDENTIALS_FILE: devNull,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_PAGER: '',
        AWS_ACCESS_KEY_ID: vended.accessKeyId,
        AWS_SECRET_ACCESS_KEY: vended.secretAccessKey,
        AWS_SESSION_TOKEN: vended.sessionToken,
        AWS_ENDPOINT_URL: running.stack.awsUrl,
      };
      execFile('aws', args, { env }, (error, stdout, stderr) => {
        resolve({ code: error?.code ?? 0, stdout, stderr });
      });
    });

  it('lists the samples of the own folder', async () => {
    const { code, stdout } = await aws('s3', 'ls', `s3://${running.Bucket}/users/${own}/`);
    expect({
      code,
      lines: stdout
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/ +/).at(-1)),
    }).toEqual({
      code: 0,
      lines: ['plans/', 'hello.txt'],
    });
  });

  it('copies there and back, in parts too', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, 'x'.repeat(9 * 1024 * 1024));
    const url = `s3://${running.Bucket}/users/${own}/file`;
    expect(await aws('s3', 'cp', '--no-progress', file, url)).toMatchObject({ code: 0, stderr: '' });
    expect(await aws('s3', 'cp', '--no-progress', url, `${file}.back`)).toMatchObject({ code: 0, stderr: '' });
    const { stdout } = await aws('s3api', 'head-object', '--bucket', running.Bucket, '--key', `users/${own}/file`);
    expect(JSON.parse(stdout)).toMatchObject({ ContentLength: 9 * 1024 * 1024 });
  });

  it('gets an own note', async () => {
    const key = JSON.stringify({ owner: { S: own }, id: { S: 'first' } });
    const { stdout } = await aws('dynamodb', 'get-item', '--table-name', running.TableName, '--key', key);
    expect(JSON.parse(stdout)).toMatchObject({ Item: { title: { S: 'Hello' } } });
  });

  it.each([
    { what: 's3 ls of the bucket', args: () => ['s3', 'ls', `s3://${running.Bucket}`] },
    {
      what: 's3api get-object',
      args: () => ['s3api', 'get-object', '--bucket', running.Bucket, '--key', `users/${other}/hello.txt`, devNull],
    },
    { what: 'dynamodb scan', args: () => ['dynamodb', 'scan', '--table-name', running.TableName] },
  ])('is denied $what', async ({ args }) => {
    const { code, stderr } = await aws(...args());
    expect(code).not.toBe(0);
    expect(stderr).toMatch(
      /AccessDenied.* is not authorized to perform: (?:s3:(?:ListBucket|GetObject)|dynamodb:Scan) on resource/,
    );
  });
});
