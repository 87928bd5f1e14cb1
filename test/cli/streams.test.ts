/** The command as it is committed, and its streams: closed ones, a proxy in the environment, no words but where they belong. */
import { jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startLocalStack } from '../../local/stack.ts';
import type { LocalStack } from '../../local/stack.ts';
import { captureLog } from '../logWatch.ts';
import { bin, committedBin, makeHome, scopevend, start } from './runCli.ts';
import type { Home } from './runCli.ts';

jest.setTimeout(60_000);

let stack: LocalStack;
let home: Home;
beforeAll(async () => {
  captureLog('log');
  stack = await startLocalStack({ port: 0, awsPort: 0 });
  home = await makeHome();
});
afterAll(async () => {
  await stack.close();
  await home.remove();
});

const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...home.environment,
  PORT: String(stack.port),
  ...more,
});

it('the committed bin file runs the sources, and says its version', async () => {
  const manifest = await readFile(path.resolve(import.meta.dirname, '../../client/package.json'), 'utf8');
  const { version, bin: bins } = JSON.parse(manifest) as { version: string; bin: { scopevend: string } };
  expect(path.resolve(import.meta.dirname, '../../client', bins.scopevend)).toBe(committedBin);
  expect(await start(process.execPath, [committedBin, '--version']).ended).toEqual({
    code: 0,
    signal: null,
    stdout: `${version}\n`,
    stderr: '',
  });
  const grants = await start(process.execPath, [committedBin, 'grants', '--as', 'member'], {
    environment: environment(),
  }).ended;
  expect(grants).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('"own-files"') });
});

it.each([
  { args: ['--help'], code: 0, stdout: /^Temporary AWS credentials/, stderr: /^$/ },
  { args: [], code: 0, stdout: /^Temporary AWS credentials/, stderr: /^$/ },
  { args: ['exec', '--help'], code: 0, stdout: /^Usage: scopevend exec \[options\] -- command/m, stderr: /^$/ },
  { args: ['vned'], code: 2, stdout: /^$/, stderr: /^There is no command 'vned'\. Did you mean vend\?\nUsage:/ },
])('$args ends with $code', async ({ args, code, stdout, stderr }) => {
  expect(await scopevend(args)).toMatchObject({
    code,
    stdout: expect.stringMatching(stdout),
    stderr: expect.stringMatching(stderr),
  });
});

it.each([['vend', '--json'], ['vend', '--env'], ['grants'], ['token'], ['credential-process']])(
  '%s %s ends well though nobody reads on',
  async (...args) => {
    const child = spawn(process.execPath, [bin, ...args.filter(Boolean), '--as', 'member'], {
      env: { ...process.env, ...environment() },
    });
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  },
);

it('asks the local stack itself, whatever proxy the environment names', async () => {
  const proxied = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9' };
  for (const command of ['vend', 'grants', 'token']) {
    expect(await scopevend([command, '--as', 'member'], { environment: environment(proxied) })).toMatchObject({
      code: 0,
    });
  }
});

it.each(['vend', 'grants'])('%s says where nothing answers', async (command) => {
  const token = (await scopevend(['token', '--as', 'member'], { environment: environment() })).stdout;
  const login = ['login', '--endpoint', 'http://127.0.0.1:1/graphql', '--token', '-'];
  await scopevend(login, { environment: environment(), input: token });
  expect(await scopevend([command], { environment: environment() })).toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'No answer of the service at http://127.0.0.1:1/graphql. Check the network, and --endpoint.\n',
  });
});

it('says that the service does not take the sign-in', async () => {
  const other = await startLocalStack({ port: 0, awsPort: 0 });
  try {
    const token = (
      await scopevend(['token', '--as', 'member'], { environment: environment({ PORT: String(other.port) }) })
    ).stdout;
    const login = ['login', '--endpoint', stack.graphqlUrl, '--token', '-'];
    await scopevend(login, { environment: environment(), input: token });
    expect(await scopevend(['grants'], { environment: environment() })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/sign in again|cannot be renewed/i),
    });
  } finally {
    await other.close();
  }
});

// Windows shells have other words for this.
(process.platform === 'win32' ? it.skip : it)('the lines of vend --env are taken by a shell as they are', async () => {
  const script = `eval "$("$NODE" "$BIN" vend --as member --env)" && echo "$AWS_REGION \${AWS_PROFILE-unset} \${#AWS_SECRET_ACCESS_KEY}"`;
  const own = environment({ NODE: process.execPath, BIN: bin, AWS_PROFILE: 'admin' });
  expect(await start('sh', ['-c', script], { environment: own }).ended).toMatchObject({
    stdout: 'us-east-1 unset 40\n',
    stderr: '',
  });
});
