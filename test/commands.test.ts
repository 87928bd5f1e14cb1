/** `npm start`, `token`, `vend` and `attack` as processes, as a user runs them. */
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
    const { code, stdout, stderr } = await command('commands/token', 'member');
    expect({ code, stderr, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, stderr: '', lines: 1 });
    expect(useOf(stdout)).toBe('id');
  });

  // The word too: npm takes an option without `--` in front of it for itself.
  it.each(['--access', 'access'])('prints an access token for %s', async (access) => {
    expect(useOf((await command('commands/token', 'member', access)).stdout)).toBe('access');
  });

  it('takes no heed of npm’s own setting access, which people have in .npmrc', async () => {
    const { stdout } = await outcome(run('commands/token', ['member'], { ...ports, npm_config_access: 'public' }));
    expect(useOf(stdout)).toBe('id');
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
    { args: ['member', 'editor'], code: 2, stdout: /^$/, stderr: /^Say one user only, and access after it/ },
    { args: ['member', 'access', 'x'], code: 2, stdout: /^$/, stderr: /^Say one user only, and access after it/ },
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
    { args: ['member', 'null', '1'], errorType: 'InvalidDuration' },
    { args: ['guest'], errorType: 'NotGranted' },
    { args: ['guest', 'null', '900', '--env'], errorType: 'NotGranted' },
    { args: ['member', '[]'], errorType: null, hint: /^The scope does not fit ScopeInput .* for example, '\{"s3":/ },
    { args: ['member', '{"x":1}'], errorType: null, hint: /^The scope does not fit ScopeInput/ },
  ])('prints the refusal of $args as JSON on stderr', async ({ args, errorType, hint }) => {
    const { code, stdout, stderr } = await command('commands/vend', ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const error = JSON.parse(stderr) as object;
    expect(error).toEqual({
      errorType,
      errorInfo: errorType === null ? null : expect.any(Object),
      message: expect.any(String),
      ...(hint && { hint: expect.stringMatching(hint) }),
    });
  });

  it.each([
    { args: ['member', '{'], stderr: /^The scope cannot be read as JSON \(.+\)\. .* example '\{"s3":.*\}'\.\nUsage:/ },
    { args: ['member', '{}', 'long'], stderr: /^The seconds are no whole number: "long"\./ },
    { args: ['member', '{}', '99999999999'], stderr: /^The seconds are too many: 99999999999\. .* 900 to 3600\.\n/ },
    { args: ['--bogus'], stderr: /^Unknown option '--bogus'\nUsage:/ },
    { args: ['member', '{}', '900', 'x'], stderr: /^There are too many arguments\./ },
    { args: ['nobody'], stderr: /^There is no user "nobody"\./ },
  ])('with $args ends with 2', async ({ args, stderr }) => {
    const ended = await command('commands/vend', ...args);
    expect(ended).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(stderr) });
  });
});

describe('vend --env', () => {
  const lines = async (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
    (await outcome(run('commands/vend', args, { ...ports, ...environment }))).stdout.trimEnd().split('\n');

  it('prints what a shell needs to use the credentials', async () => {
    const [unset, ...exports] = await lines(['member', '--env']);
    expect(unset).toBe('unset AWS_PROFILE AWS_DEFAULT_PROFILE');
    const values = Object.fromEntries(
      exports.map((line) => /^export (\w+)='([^']+)'$/.exec(line)?.slice(1, 3) as [string, string]),
    );
    expect(values).toEqual({
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
      AWS_SECRET_ACCESS_KEY: expect.stringMatching(/^.{40}$/),
      AWS_SESSION_TOKEN: expect.stringMatching(/^.{100}/),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${ports['AWS_PORT'] ?? ''}`,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
    });
  });

  it('is understood where npm has taken the option', async () => {
    expect((await lines(['member'], { npm_config_env: 'true' }))[0]).toMatch(/^unset /);
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

describe.each(['start', 'attack', 'commands/token', 'commands/vend'])('%s', (script) => {
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
      expect(await outcome(run('commands/vend', [user], own))).toMatchObject({ code: 0, stderr: '' });
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
  it.each(['commands/token', 'commands/vend', 'attack'])('%s says how to start it', async (script) => {
    const PORT = await freePort();
    expect(await outcome(run(script, script === 'attack' ? [] : ['member'], { PORT }))).toEqual({
      code: 1,
      stdout: '',
      stderr: `The local stack is not running (PORT is ${PORT}). Start it in another terminal: npm start\n`,
    });
  });

  it('a port that is none is refused', async () => {
    const { code, stderr } = await outcome(run('start', [], { PORT: '4000x' }));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/PORT is "4000x", which is no port\./) });
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
