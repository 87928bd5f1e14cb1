/** `exec` and `serve` as processes: the environment, the end and the signals of what they run. */
import { jest } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import path from 'node:path';
import { startLocalStack } from '../../local/stack.ts';
import type { LocalStack } from '../../local/stack.ts';
import { captureLog, secretIn } from '../logWatch.ts';
import { subOf } from '../vendedStack.ts';
import { awsTools } from './awsTools.ts';
import { bin, makeHome, scopevend, start } from './runCli.ts';
import type { Home } from './runCli.ts';
import { atTerminal, hasTerminal } from './terminal.ts';

jest.setTimeout(120_000);

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
const node = (source: string): string[] => ['--', process.execPath, '-e', source];
const exec = (args: readonly string[], more: NodeJS.ProcessEnv = {}, input?: string) =>
  scopevend(['exec', '--as', 'member', ...args], {
    environment: environment(more),
    ...(input !== undefined && { input }),
  });

/** What somebody's own shell may have set; none of it is to be used. */
const foreign = {
  AWS_PROFILE: 'admin',
  AWS_ACCESS_KEY_ID: 'AKIAADMIN',
  AWS_SECRET_ACCESS_KEY: 'admin',
  AWS_SECURITY_TOKEN: 'admin',
  AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
  AWS_REGION: 'eu-west-9',
};

const bucket = () => stack.service.buckets[0]?.name ?? '';
const prefix = `users/${subOf('member')}/`;

it('exec gives a command the credentials, the Region and the local endpoint, and takes what is in their way', async () => {
  const printed = `const e = process.env; console.log(JSON.stringify(Object.fromEntries(Object.keys(e).filter((name) => name.startsWith('AWS_')).map((name) => [name, e[name]]))))`;
  const { code, stdout, stderr } = await exec(node(printed), foreign);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
    AWS_SECRET_ACCESS_KEY: expect.stringMatching(/^.{40}$/),
    AWS_SESSION_TOKEN: expect.stringMatching(/^.{100}/),
    AWS_CREDENTIAL_EXPIRATION: expect.stringMatching(/Z$/),
    AWS_ENDPOINT_URL: stack.awsUrl,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
  });
});

it('exec leaves the streams and the arguments of the command alone', async () => {
  const source = `process.stdin.on('data', (text) => { process.stdout.write('out ' + text); process.stderr.write('err ' + JSON.stringify(process.argv.slice(1))); });`;
  const ended = await exec([...node(source), '--', '--json', 'a b', '--', "'$HOME'"], {}, 'typed');
  expect(ended).toEqual({ code: 0, signal: null, stdout: 'out typed', stderr: `err ["--json","a b","--","'$HOME'"]` });
});

it.each([0, 1, 2, 42, 255])('exec ends with the exit code %i of the command', async (code) => {
  expect(await exec(node(`process.exit(${String(code)})`))).toMatchObject({ code, signal: null });
});

it.each([
  {
    args: ['--', 'no-such-command-here'],
    code: 127,
    stderr: /^There is no command "no-such-command-here" on the PATH\.\n$/,
  },
  { args: [], code: 2, stderr: /^Say which command to run, behind --: / },
  { args: ['aws', 's3', 'ls'], code: 2, stderr: /^Unexpected argument 'aws'\. Put -- in front of the command/ },
  { args: ['--scope', '{"role":"reporting"}', '--', 'true'], code: 1, stderr: /^NotGranted: / },
])('exec $args ends with $code', async ({ args, code, stderr }) => {
  expect(await exec(args)).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(stderr) });
});

// Windows has no signals to pass on, and no modes of files.
(process.platform === 'win32' ? describe.skip : describe)('on POSIX', () => {
  it('exec says that a file is no program', async () => {
    const file = path.join(home.directory, 'text');
    await writeFile(file, 'text', { mode: 0o600 });
    expect(await exec(['--', file])).toMatchObject({
      code: 126,
      stderr: expect.stringMatching(/cannot be run: .*EACCES/),
    });
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const)(
    'exec passes %s on, and the command decides',
    async (signal) => {
      const source = `process.once('${signal}', () => { console.log('got it'); clearInterval(timer); process.exitCode = 7; }); const timer = setInterval(() => {}, 1000); console.log('ready');`;
      const { child, texts, ended } = start(process.execPath, [bin, 'exec', '--as', 'member', ...node(source)], {
        environment: environment(),
      });
      child.stdout.on('data', () => {
        if (texts.stdout === 'ready\n') child.kill(signal);
      });
      expect(await ended).toEqual({ code: 7, signal: null, stdout: 'ready\ngot it\n', stderr: '' });
    },
  );

  it.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)('exec ends by %s when the command does', async (signal) => {
    expect(await exec(node(`process.kill(process.pid, '${signal}'); setInterval(() => {}, 1000);`))).toMatchObject({
      code: null,
      signal,
    });
  });
});

const atTitle = 'at a terminal';
(hasTerminal ? describe : describe.skip)(hasTerminal ? atTitle : `${atTitle} (SKIPPED: there is no python3)`, () => {
  const atOwn = (args: readonly string[], steps: Parameters<typeof atTerminal>[1]) =>
    atTerminal(args, steps, { environment: environment() });

  it.each(['exec', 'serve'])('Ctrl-C reaches the command of %s once, and the command decides', async (command) => {
    const source = `let times = 0; process.on('SIGINT', () => { times += 1; setTimeout(() => { console.error('times ' + times); process.exit(5); }, 500); }); setInterval(() => {}, 1000); console.error('ready');`;
    const ended = await atOwn([command, '--as', 'member', ...node(source)], [{ expect: 'ready', send: '\u0003' }]);
    expect(ended).toMatchObject({ code: 5, restored: true, screen: expect.stringContaining('times 1') });
  });

  it('Ctrl-C that ends the command ends exec, by the signal', async () => {
    const source = `setInterval(() => {}, 1000); console.error('ready');`;
    const ended = await atOwn(['exec', '--as', 'member', ...node(source)], [{ expect: 'ready', send: '\u0003' }]);
    expect(ended).toMatchObject({ code: -2, restored: true });
  });

  it('Ctrl-C ends serve well', async () => {
    const ended = await atOwn(['serve', '--as', 'member'], [{ expect: 'Ctrl-C ends it.', send: '\u0003' }]);
    expect(ended).toMatchObject({ code: 0, restored: true, stdout: expect.stringMatching(/^unset /) });
    expect(secretIn(ended.screen)).toBeUndefined();
  });
});

/** Starts `serve` and waits until it has said where. */
const serving = async (...args: string[]) => {
  const { child, texts, ended } = start(process.execPath, [bin, 'serve', '--as', 'member', ...args], {
    environment: environment(foreign),
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => {
      if (texts.stdout.includes('AWS_DEFAULT_REGION')) resolve();
    });
    child.on('close', () => {
      reject(new Error(texts.stderr));
    });
  });
  const lines = texts.stdout.trimEnd().split('\n');
  const variables = Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^export (\w+)='([^']*)'$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value ?? '']];
    }),
  );
  return { child, texts, ended, lines, variables };
};

describe('serve', () => {
  it('prints the lines for a shell, answers whoever has the token, and ends well when it is told to', async () => {
    const { child, texts, ended, lines, variables } = await serving();
    expect(lines[0]).toMatch(/^unset AWS_PROFILE .*AWS_ACCESS_KEY_ID .*AWS_ENDPOINT_URL_S3$/);
    expect(variables).toEqual({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/credentials$/),
      AWS_CONTAINER_AUTHORIZATION_TOKEN: expect.stringMatching(/^[\w-]{43}$/),
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_CONFIG_FILE: devNull,
      AWS_ENDPOINT_URL: stack.awsUrl,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
    });
    const url = variables['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '';
    const authorization = variables['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? '';
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(url, { headers: { authorization } })));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(JSON.parse(bodies[0] ?? '')).toEqual({
      AccessKeyId: expect.stringMatching(/^ASIA/),
      SecretAccessKey: expect.any(String),
      Token: expect.any(String),
      Expiration: expect.stringMatching(/Z$/),
    });
    expect((await fetch(url)).status).toBe(401);
    child.kill('SIGTERM');
    const { code, signal } = await ended;
    expect(secretIn(texts.stderr)).toBeUndefined();
    // Windows ends a process without telling it.
    if (process.platform !== 'win32') expect({ code, signal }).toEqual({ code: 0, signal: null });
  });

  it('goes on though nobody reads what it writes', async () => {
    const { child, ended, variables } = await serving();
    child.stdout.destroy();
    child.stderr.destroy();
    const url = variables['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '';
    const authorization = variables['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? '';
    expect((await fetch(url, { headers: { authorization } })).status).toBe(200);
    child.kill();
    await ended;
  });

  it.each([
    { args: ['--scope', '{"role":"reporting"}'], code: 1, stderr: /^NotGranted: / },
    { args: ['--port', '65536'], code: 2, stderr: /^--port is a number from 0 to 65535, not "65536"\./ },
    { args: ['--port', 'x'], code: 2, stderr: /^--port is a number/ },
    { args: ['--', 'no-such-command-here'], code: 127, stderr: /^There is no command / },
  ])('$args ends with $code', async ({ args, code, stderr }) => {
    const ended = await scopevend(['serve', '--as', 'member', ...args], { environment: environment() });
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(stderr) });
  });

  it('says that a port is taken', async () => {
    const ended = await scopevend(['serve', '--as', 'member', '--port', String(stack.port)], {
      environment: environment(),
    });
    expect(ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `Port ${String(stack.port)} is taken. Say another one, or leave --port out.\n`,
    });
  });

  it('runs a command that way, and ends as it does', async () => {
    const source = `fetch(process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI, { headers: { authorization: process.env.AWS_CONTAINER_AUTHORIZATION_TOKEN } }).then(async (answer) => { console.log(Object.keys(await answer.json()).join(), process.env.AWS_ACCESS_KEY_ID); process.exitCode = 9; });`;
    const ended = await scopevend(['serve', '--as', 'member', ...node(source)], { environment: environment(foreign) });
    expect(ended).toEqual({
      code: 9,
      signal: null,
      stdout: 'AccessKeyId,SecretAccessKey,Token,Expiration undefined\n',
      stderr: '',
    });
  });
});

describe.each(awsTools)('$title', ({ isInstalled, list }) => {
  const listed = (command: string, place: string) =>
    scopevend([command, '--as', 'member', '--', ...list({ bucket: bucket(), prefix: place, awsUrl: stack.awsUrl })], {
      environment: environment(foreign),
    });

  (isInstalled ? it : it.skip).each(['exec', 'serve'])(
    'lists the own folder by %s, and is denied the rest',
    async (command) => {
      expect(await listed(command, prefix)).toMatchObject({ code: 0, stdout: expect.stringContaining('hello.txt') });
      const other = await listed(command, `users/${subOf('rival')}/`);
      expect([other.code === 0, other.stderr]).toEqual([false, expect.stringContaining('AccessDenied')]);
    },
  );

  (isInstalled ? it : it.skip)('takes the credentials of an endpoint though there is a default profile', async () => {
    const credentials = path.join(home.directory, '.aws', 'credentials');
    const { mkdir } = await import('node:fs/promises');
    await mkdir(path.dirname(credentials), { recursive: true });
    await writeFile(credentials, '[default]\naws_access_key_id = AKIAADMIN\naws_secret_access_key = admin\n');
    expect((await listed('serve', prefix)).code).toBe(0);
  });
});
