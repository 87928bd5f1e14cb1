/** `npm start`, `token`, `vend` and `attack` as processes, as a user runs them. */
import { jest } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

jest.setTimeout(30_000);

const run = (script: string, args: readonly string[], environment: NodeJS.ProcessEnv) =>
  spawn(process.execPath, ['--import', 'tsx', `local/${script}.ts`, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
  });

const collected = (child: ChildProcess) => {
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.on('data', (chunk) => (texts[stream] += String(chunk)));
  return texts;
};

const outcome = (child: ChildProcess) => {
  const texts = collected(child);
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => {
      resolve({ code, ...texts });
    });
  });
};

const freePort = () =>
  new Promise<string>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(String(typeof address === 'object' ? address?.port : ''));
      });
    });
  });

const ports: NodeJS.ProcessEnv = {};
let stack: ChildProcess;
let started: ReturnType<typeof collected>;

const command = (script: string, ...args: readonly string[]) => outcome(run(script, args, ports));

beforeAll(async () => {
  Object.assign(ports, { PORT: await freePort(), AWS_PORT: await freePort() });
  stack = run('start', [], {
    ...ports,
    AWS_PROFILE: 'no-such-profile',
    AWS_USE_FIPS_ENDPOINT: 'true',
    NODE_USE_ENV_PROXY: '1',
    HTTP_PROXY: 'http://127.0.0.1:9',
  });
  started = collected(stack);
  await new Promise<void>((resolve, reject) => {
    stack.stdout?.on('data', () => {
      if (started.stdout.includes('Ctrl-C')) resolve();
    });
    stack.on('close', () => {
      reject(new Error(started.stderr));
    });
  });
});

afterAll(() => stack.kill('SIGKILL'));

it('npm start says where and shows a vend, without colours in a file and without warnings', () => {
  expect(started.stdout).toContain(`http://127.0.0.1:${ports['PORT'] ?? ''}/graphql`);
  expect(started.stdout).toContain(`http://127.0.0.1:${ports['AWS_PORT'] ?? ''}`);
  expect(started.stdout).toMatch(/session policy +\d+ of 2,048 characters/);
  expect(started.stdout).not.toMatch(/\u001b/);
  expect(started.stderr).toBe('');
});

describe('token', () => {
  const useOf = (jwt: string) =>
    (JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { token_use: string }).token_use;

  it('prints an ID token and nothing else', async () => {
    const { code, stdout, stderr } = await command('commands/token', 'member');
    expect({ code, stderr, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, stderr: '', lines: 1 });
    expect(useOf(stdout)).toBe('id');
  });

  it('prints an access token for --access', async () => {
    expect(useOf((await command('commands/token', 'member', '--access')).stdout)).toBe('access');
  });

  it.each([
    { args: ['--help'], code: 0, stdout: /^Prints a token/, stderr: /^$/ },
    {
      args: ['nobody'],
      code: 2,
      stdout: /^$/,
      stderr: /^There is no user "nobody"\. Users: member, editor, rival, guest\.\nUsage:/,
    },
    { args: [], code: 2, stdout: /^$/, stderr: /^Say which user\.\nUsage:/ },
    { args: ['member', '--acess'], code: 2, stdout: /^$/, stderr: /^Unknown option '--acess'\nUsage:/ },
    { args: ['member', 'editor'], code: 2, stdout: /^$/, stderr: /^Say one user only\.\nUsage:/ },
  ])('with $args ends with $code', async ({ args, code, stdout, stderr }) => {
    expect(await command('commands/token', ...args)).toEqual({
      code,
      stdout: expect.stringMatching(stdout),
      stderr: expect.stringMatching(stderr),
    });
  });
});

describe('vend', () => {
  it('prints the answer as JSON', async () => {
    const scope = '{"s3":[{"resource":"uploads","access":["READ"]}]}';
    const { code, stdout, stderr } = await command('commands/vend', 'member', scope, '900');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { expiration, secretAccessKey } = JSON.parse(stdout) as { expiration: string; secretAccessKey: string };
    expect(secretAccessKey).toHaveLength(40);
    const seconds = (Date.parse(expiration) - Date.now()) / 1_000;
    expect(seconds).toBeGreaterThan(840);
    expect(seconds).toBeLessThanOrEqual(900);
  });

  it.each([
    { args: ['member', '{"role":"reporting"}'], errorType: 'NotGranted' },
    { args: ['member', 'null', '-1'], errorType: 'InvalidDuration' },
    { args: ['guest'], errorType: 'NotGranted' },
    { args: ['member', '[]'], errorType: null },
  ])('prints the refusal of $args as JSON on stderr', async ({ args, errorType }) => {
    const { code, stdout, stderr } = await command('commands/vend', ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const error = JSON.parse(stderr) as object;
    expect(Object.keys(error)).toEqual(['errorType', 'errorInfo', 'message']);
    expect(error).toMatchObject({ errorType, message: expect.any(String) });
  });

  it.each([
    { args: ['member', '{'], stderr: /^The scope is no JSON: / },
    { args: ['member', '{}', 'long'], stderr: /^The seconds are no whole number: "long"\./ },
    { args: ['member', '{}', '900', 'x'], stderr: /^There are too many arguments\./ },
    { args: ['nobody'], stderr: /^There is no user "nobody"\./ },
  ])('with $args ends with 2', async ({ args, stderr }) => {
    const ended = await command('commands/vend', ...args);
    expect(ended).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(stderr) });
  });
});

it('attack prints every refusal and ends well', async () => {
  const { code, stdout, stderr } = await command('attack');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/All \d\d attacks were refused\.\n$/);
});

describe('without a stack', () => {
  it.each(['commands/token', 'commands/vend', 'attack'])('%s says how to start it', async (script) => {
    const PORT = await freePort();
    expect(await outcome(run(script, ['member'], { PORT }))).toEqual({
      code: 1,
      stdout: '',
      stderr: `The local stack is not running (PORT is ${PORT}). Start it in another terminal: npm start\n`,
    });
  });

  it('a port that is none is refused', async () => {
    const { code, stderr } = await outcome(run('start', [], { PORT: '4000x' }));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/PORT is "4000x", which is no port\./) });
  });

  it('a taken port is named with the variable that changes it', async () => {
    const { code, stderr } = await outcome(run('start', [], { ...ports, PORT: await freePort() }));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(`Port ${ports['AWS_PORT'] ?? ''} is taken by another program. Set AWS_PORT to`),
    });
  });
});

it('ends at once on SIGTERM, with one line', async () => {
  const before = started.stdout.length;
  const begun = performance.now();
  const closed = new Promise((resolve) => stack.on('close', resolve));
  stack.kill('SIGTERM');
  expect(await closed).toBe(0);
  expect(performance.now() - begun).toBeLessThan(1_000);
  expect(started.stdout.slice(before)).toBe('Stopped.\n');
});
