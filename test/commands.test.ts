/** `npm start`, `npm run token`, `npm run vend` and `npm run attack` as processes, as a user runs them. */
import { jest } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { collected, freePort, outcome, readyAt, run } from './commandProcesses.ts';
import { secretIn } from './logWatch.ts';

jest.setTimeout(30_000);

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
  await readyAt(stack);
});

afterAll(() => stack.kill('SIGKILL'));

it('npm start says where and shows a vend, without colours in a file and without warnings', () => {
  expect(started.stdout).toContain(`http://127.0.0.1:${ports['PORT'] ?? ''}/graphql`);
  expect(started.stdout).toContain(`http://127.0.0.1:${ports['AWS_PORT'] ?? ''}`);
  expect(started.stdout).toMatch(/session policy +\d+ of 2,048 characters/);
  expect(started.stdout).toMatch(/\n {2}200 {2}PUT users\/\S+\/hello\.txt\n {2}403 {2}GET users\/\S+\/hello\.txt\n/);
  expect(started.stdout.replace(/\s+/g, ' ')).toContain('because no session policy allows the s3:GetObject action');
  expect(started.stdout).not.toMatch(/\u001b/);
  expect(started.stderr).toBe('');
});

describe('token', () => {
  const useOf = (jwt: string) =>
    (JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { token_use: string }).token_use;

  it('prints an ID token and nothing else', async () => {
    const { code, stdout, stderr } = await command('token', '--as', 'member');
    expect({ code, stderr, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, stderr: '', lines: 1 });
    expect(useOf(stdout)).toBe('id');
  });

  it('prints an access token', async () => {
    expect(useOf((await command('token', '--as', 'member', '--access')).stdout)).toBe('access');
  });

  it.each([
    {
      args: ['--as', 'nobody'],
      stderr: /^There is no user "nobody"\. Users: member, editor, rival, guest\.\n$/,
    },
    { args: ['--as', 'member', '--acess'], stderr: /^Unknown option '--acess'\. Did you mean --access\?\nUsage:/ },
    { args: ['--as', 'member', '--as', 'editor'], stderr: /^Say one user only with --as\.\n$/ },
    { args: ['member'], stderr: /^Unexpected argument 'member'\.\nUsage: scopevend token/ },
    { args: ['--as', 'member', '--profile', 'x'], stderr: /^--as finds the local stack by PORT: leave --profile/ },
  ])('with $args ends with 2', async ({ args, stderr }) => {
    expect(await command('token', ...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(stderr) });
  });
});

describe('vend', () => {
  it('prints the answer as JSON', async () => {
    const scope = '{"s3":[{"resource":"uploads","access":["READ"]}]}';
    const { code, stdout, stderr } = await command('vend', scope, '--as', 'member', '--duration', '900');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { expiration, secretAccessKey } = JSON.parse(stdout) as { expiration: string; secretAccessKey: string };
    expect(secretAccessKey).toHaveLength(40);
    const seconds = (Date.parse(expiration) - Date.now()) / 1_000;
    expect(seconds).toBeGreaterThan(840);
    expect(seconds).toBeLessThanOrEqual(900);
  });

  it.each([
    { args: ['{"role":"reporting"}', '--as', 'member'], errorType: 'NotGranted' },
    { args: ['null', '--as', 'member', '--duration', '1'], errorType: 'InvalidDuration' },
    { args: ['--as', 'guest'], errorType: 'NotGranted' },
    {
      args: ['[]', '--as', 'member'],
      errorType: null,
      hint: /^The scope does not fit ScopeInput .* for example, '\{"s3":/,
    },
    { args: ['--scope', '{"x":1}', '--as', 'member'], errorType: null, hint: /^The scope does not fit ScopeInput/ },
  ])('prints the refusal of $args as JSON on stderr', async ({ args, errorType, hint }) => {
    const { code, stdout, stderr } = await command('vend', ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(JSON.parse(stderr)).toEqual({
      errorType,
      errorInfo: errorType === null ? null : expect.any(Object),
      message: expect.any(String),
      ...(hint && { hint: expect.stringMatching(hint) }),
    });
  });

  it('words the refusal for people where lines for a shell are wanted', async () => {
    const { code, stdout, stderr } = await command('vend', '--as', 'guest', '--env');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^NotGranted: .+\n\(vend id [0-9a-f-]{36}\)\n$/);
  });

  it.each([
    { args: ['{'], stderr: /^The scope cannot be read as JSON \(.+\)\. .* example '\{"s3":.*\}'\./ },
    { args: ['member'], stderr: /^The scope cannot be read as JSON .* is named by --as; through npm, options/ },
    { args: ['@no-such-file'], stderr: /^The scope cannot be read from "no-such-file": ENOENT/ },
    { args: ['{}', '--duration', 'long'], stderr: /^The seconds are no whole number: "long"\./ },
    {
      args: ['{}', '--duration', '99999999999'],
      stderr: /^The seconds are too many: 99999999999\. .* 900 to 3600\.\n/,
    },
    { args: ['{}', '--scope', '{}'], stderr: /^Give the scope once\./ },
    { args: ['--json', '--env'], stderr: /^Say --json or --env, not both\./ },
  ])('with $args ends with 2', async ({ args, stderr }) => {
    const ended = await command('vend', '--as', 'member', ...args);
    expect(ended).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(stderr) });
  });
});

it('vend --env prints what a shell needs to use the credentials', async () => {
  const { stdout } = await command('vend', '--as', 'member', '--env');
  const [unset, ...exports] = stdout.trimEnd().split('\n');
  expect(unset).toMatch(/^unset AWS_PROFILE AWS_DEFAULT_PROFILE /);
  const values = Object.fromEntries(
    exports.map((line) => /^export (\w+)='([^']+)'$/.exec(line)?.slice(1, 3) as [string, string]),
  );
  expect(values).toEqual({
    AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
    AWS_SECRET_ACCESS_KEY: expect.stringMatching(/^.{40}$/),
    AWS_SESSION_TOKEN: expect.stringMatching(/^.{100}/),
    AWS_CREDENTIAL_EXPIRATION: expect.stringMatching(/^\d{4}-/),
    AWS_ENDPOINT_URL: `http://127.0.0.1:${ports['AWS_PORT'] ?? ''}`,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
  });
});

it('attack prints every refusal and ends well', async () => {
  const { code, stdout, stderr } = await command('attack');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/All \d{2,3} attacks were refused\.\n$/);
  expect(secretIn(stdout)).toBeUndefined();
});

it('attack ends well though nobody reads on', async () => {
  const child = run('attack', [], ports);
  const ended = outcome(child);
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
});

describe.each(['start', 'attack'])('%s', (script) => {
  it('says for --help how it is meant, and which ports', async () => {
    const { code, stdout, stderr } = await command(script, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: npm (start|run )/m);
    expect(stdout).toMatch(/^ *PORT\b/m);
    expect(stdout).toMatch(/\bAWS_PORT\b/);
  });
});

it.each([
  {
    script: 'start',
    args: ['--port'],
    stderr: /^Unknown option '--port'\nUsage: npm start \[-- --keep \| --keep-in <folder>\] \(--help says more\)\n$/,
  },
  { script: 'start', args: ['4100'], stderr: /^Unexpected argument '4100'\nUsage: npm start/ },
  { script: 'attack', args: ['--fast'], stderr: /^Unknown option '--fast'\nUsage: npm run attack/ },
  { script: 'attack', args: ['member'], stderr: /^Unexpected argument 'member'\nUsage: npm run attack/ },
])('$script refuses $args', async ({ script, args, stderr }) => {
  expect(await command(script, ...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(stderr) });
});

describe('npm start', () => {
  it('goes on though nobody reads what it logs', async () => {
    const own = { PORT: await freePort(), AWS_PORT: await freePort() };
    const child = run('start', [], own);
    await readyAt(child);
    child.stdout.destroy();
    child.stderr.destroy();
    for (const user of ['member', 'rival']) {
      expect(await outcome(run('vend', ['--as', user], own))).toMatchObject({ code: 0, stderr: '' });
    }
    const closed = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    expect(await closed).toBe(0);
  });

  // Windows tells nobody that a parent has gone.
  (process.platform === 'win32' ? it.skip : it)('ends when npm has been killed', async () => {
    const own = { PORT: await freePort(), AWS_PORT: await freePort() };
    const shell = spawn('sh', ['-c', `"${process.execPath}" --import tsx local/start.ts; exit 0`], {
      env: { ...process.env, NODE_OPTIONS: '', npm_lifecycle_event: 'start', ...own },
    });
    const texts = collected(shell);
    await readyAt(shell);
    // Not before the server has let go of it.
    const closed = new Promise((resolve) => shell.on('close', resolve));
    shell.kill('SIGTERM');
    await closed;
    expect(texts).toEqual({ stdout: expect.stringMatching(/\nStopped\.\n$/), stderr: '' });
  });
});

describe('without a stack', () => {
  it.each(['token', 'vend', 'attack'])('%s says how to start it', async (script) => {
    const PORT = await freePort();
    expect(await outcome(run(script, script === 'attack' ? [] : ['--as', 'member'], { PORT }))).toEqual({
      code: 1,
      stdout: '',
      stderr: `The local stack is not running (PORT is ${PORT}). Start it in another terminal: npm start\n`,
    });
  });

  it.each([
    { script: 'start', args: [], code: 1 },
    { script: 'vend', args: ['--as', 'member'], code: 2 },
  ])('$script refuses a port that is none', async ({ script, args, code: expected }) => {
    const { code, stderr } = await outcome(run(script, args, { PORT: '4000x' }));
    expect({ code, stderr }).toEqual({
      code: expected,
      stderr: expect.stringMatching(/PORT is "4000x", which is no port\./),
    });
  });

  it('one port for both is refused', async () => {
    const { code, stderr } = await outcome(run('start', [], { PORT: '4100', AWS_PORT: '4100' }));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('PORT and AWS_PORT are both 4100') });
  });

  it('a taken port is named with the variable that changes it', async () => {
    const { code, stderr } = await outcome(run('start', [], { ...ports, PORT: await freePort() }));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(
        `Port ${ports['AWS_PORT'] ?? ''} is taken by another program, perhaps by an earlier npm start`,
      ),
    });
  });
});

it('npm start has printed no secret, neither at its start nor for any of the calls above', () => {
  expect(started.stdout).toMatch(/secret +\S{4}… \(40 characters\)/);
  expect(started.stdout.match(/  vendId=/g)?.length).toBeGreaterThan(20);
  expect(secretIn(started.stdout + started.stderr)).toBeUndefined();
});

// Windows ends a process without telling it.
(process.platform === 'win32' ? describe.skip : describe)('npm start', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends at once on %s, with one line', async (signal) => {
    const child = run('start', [], { PORT: await freePort(), AWS_PORT: await freePort() });
    const texts = collected(child);
    await readyAt(child);
    const before = texts.stdout.length;
    const begun = performance.now();
    const closed = new Promise((resolve) => child.on('close', resolve));
    child.kill(signal);
    expect(await closed).toBe(0);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(texts.stdout.slice(before)).toBe('Stopped.\n');
  });
});
