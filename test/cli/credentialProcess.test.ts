/** `credential_process`: many runs, one vend; the AWS CLI and boto3 through it, where they are installed. */
import { jest } from '@jest/globals';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startLocalStack } from '../../local/stack.ts';
import type { LocalStack } from '../../local/stack.ts';
import type { StsCall } from '../../local/sts/sts.ts';
import { captureLog, secretIn } from '../logWatch.ts';
import { subOf } from '../vendedStack.ts';
import { awsTools } from './awsTools.ts';
import { bin, makeHome, scopevend, start } from './runCli.ts';
import type { Home } from './runCli.ts';

jest.setTimeout(120_000);

const calls: StsCall[] = [];
let stack: LocalStack;
let ahead = 0;
let home: Home;
beforeAll(async () => {
  captureLog('log');
  stack = await startLocalStack({
    port: 0,
    awsPort: 0,
    clock: () => Date.now() + ahead,
    onStsCall: (call) => {
      if (call.operation === 'AssumeRole') calls.push(call);
    },
  });
});
afterAll(() => stack.close());
beforeEach(async () => {
  ahead = calls.length = 0;
  home = await makeHome();
});
afterEach(() => home.remove());

const environment = (): NodeJS.ProcessEnv => ({ ...home.environment, PORT: String(stack.port) });
const run = (...args: string[]) => scopevend(['credential-process', ...args], { environment: environment() });
const scope = '{"s3":[{"resource":"uploads","access":["READ","WRITE","LIST"]}]}';
const keyIn = (text: string) => (JSON.parse(text) as { AccessKeyId: string }).AccessKeyId;

it('prints what AWS reads, on one line, and nothing else', async () => {
  const { code, stdout, stderr } = await run('--as', 'member', '--scope', scope, '--duration', '1800');
  expect({ code, stderr, lines: stdout.split('\n').length }).toEqual({ code: 0, stderr: '', lines: 2 });
  const printed = JSON.parse(stdout) as { Expiration: string };
  expect(printed).toEqual({
    Version: 1,
    AccessKeyId: expect.stringMatching(/^ASIA/),
    SecretAccessKey: expect.stringMatching(/^.{40}$/),
    SessionToken: expect.stringMatching(/^.{100}/),
    Expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
  const seconds = (Date.parse(printed.Expiration) - Date.now()) / 1_000;
  expect([seconds > 1700, seconds <= 1800]).toEqual([true, true]);
});

it('of twenty runs at once, one vends, and the next run neither', async () => {
  const runs = await Promise.all(Array.from({ length: 20 }, () => run('--as', 'member')));
  expect(new Set(runs.map(({ code, stdout, stderr }) => JSON.stringify({ code, stdout, stderr }))).size).toBe(1);
  expect(runs[0]).toMatchObject({ code: 0, stderr: '' });
  expect((await run('--as', 'member')).stdout).toBe(runs[0]?.stdout);
  expect(calls).toHaveLength(1);
});

it('keeps them where only their owner can read them, whatever the umask', async () => {
  const before = process.umask(0);
  try {
    await run('--as', 'member');
  } finally {
    process.umask(before);
  }
  const [file = '', ...more] = await home.files();
  expect([path.basename(file), more]).toEqual([expect.stringMatching(/^vended-[0-9a-f]{32}-[0-9a-f]{32}\.json$/), []]);
  if (process.platform === 'win32') return;
  const modes = [await stat(file), await stat(path.dirname(file))].map(({ mode }) => (mode & 0o777).toString(8));
  expect(modes).toEqual(['600', '700']);
  await chmod(file, 0o604);
  const { code, stdout, stderr } = await run('--as', 'member');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`chmod 600 '${file}'`);
});

it('gives nobody what was vended for somebody else, or for something else', async () => {
  const asks = [
    ['--as', 'member'],
    ['--as', 'rival'],
    ['--as', 'member', '--scope', scope],
    ['--as', 'member', '--duration', '900'],
  ];
  const keys = async () => Promise.all(asks.map(async (ask) => keyIn((await run(...ask)).stdout)));
  const first = await keys();
  expect(new Set(first).size).toBe(asks.length);
  expect(await keys()).toEqual(first);
  expect(calls).toHaveLength(asks.length);
});

it('gives nobody what a stack vended that has ended', async () => {
  const one = await run('--as', 'member');
  const other = await startLocalStack({ port: 0, awsPort: 0 });
  try {
    const again = await scopevend(['credential-process', '--as', 'member'], {
      environment: { ...environment(), PORT: String(other.port) },
    });
    expect(keyIn(again.stdout)).not.toBe(keyIn(one.stdout));
  } finally {
    await other.close();
  }
});

it('heals a damaged cache', async () => {
  await run('--as', 'member');
  const [file = ''] = await home.files();
  await writeFile(file, (await readFile(file, 'utf8')).slice(0, 50));
  expect(await run('--as', 'member')).toMatchObject({ code: 0, stderr: '' });
  expect(calls).toHaveLength(2);
});

it('goes on after a run that was killed while it held the lock', async () => {
  await run('--as', 'member');
  const [file = ''] = await home.files();
  const { mkdir, utimes, rm } = await import('node:fs/promises');
  await rm(file);
  await mkdir(`${file}.lock`);
  const past = new Date(Date.now() - 11_000);
  await utimes(`${file}.lock`, past, past);
  expect(await run('--as', 'member')).toMatchObject({ code: 0, stderr: '' });
});

it.each([
  { args: ['--as', 'guest'], code: 1, stderr: /^NotGranted: .*\n\(vend id / },
  { args: ['--as', 'member', '--scope', '{'], code: 2, stderr: /^The scope cannot be read as JSON/ },
  { args: ['--as', 'member', '--json'], code: 2, stderr: /^Unknown option '--json'/ },
])('says of $args on stderr what is wrong', async ({ args, code, stderr }) => {
  expect(await run(...args)).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(stderr) });
});

it('reads a scope from a file', async () => {
  const file = path.join(home.directory, 'scope.json');
  await writeFile(file, scope);
  const [byFile, byText] = [
    await run('--as', 'member', '--scope', `@${file}`),
    await run('--as', 'member', '--scope', scope),
  ];
  expect(byFile.code).toBe(0);
  expect(byFile.stdout).toBe(byText.stdout);
});

describe.each(awsTools)('$title', ({ isInstalled, list }) => {
  const prefix = `users/${subOf('member')}/`;

  (isInstalled ? it : it.skip)('lists an own folder by it, vends once, and is denied the rest', async () => {
    const config = path.join(home.directory, 'config');
    await writeFile(
      config,
      `[profile vended]\nregion = us-east-1\nendpoint_url = ${stack.awsUrl}\ncredential_process = "${process.execPath}" "${bin}" credential-process --as member --scope @${path.join(home.directory, 'scope.json')}\n`,
    );
    await writeFile(path.join(home.directory, 'scope.json'), scope);
    const settings = {
      ...environment(),
      AWS_CONFIG_FILE: config,
      AWS_PROFILE: 'vended',
      // Versions that do not know endpoint_url yet.
      AWS_ENDPOINT_URL: stack.awsUrl,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const bucket = stack.service.buckets[0]?.name ?? '';
    const listed = (place: string) => {
      const [program, ...args] = list({ bucket, prefix: place, awsUrl: stack.awsUrl });
      return start(program, args, { environment: settings }).ended;
    };
    const own = await listed(prefix);
    expect(own).toMatchObject({ code: 0, stdout: expect.stringContaining('hello.txt') });
    expect((await listed(prefix)).code).toBe(0);
    expect(calls).toHaveLength(1);
    const other = await listed(`users/${subOf('rival')}/`);
    expect([other.code === 0, other.stderr]).toEqual([false, expect.stringContaining('AccessDenied')]);
    expect(secretIn(own.stdout + own.stderr + other.stdout + other.stderr)).toBeUndefined();
  });
});
