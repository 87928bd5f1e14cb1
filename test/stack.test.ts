/** A stack trace of a packaged function leads to the line of the sources that threw, without a source map in the zip. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { resolveStack } from '../deploy/bundle/resolveStack.ts';
import { packagedOnce, type PackagedTemplate } from './packagedOnce.ts';
import { project } from './packageService.ts';
import { textOf } from './projectFiles.ts';
import { lambdaNode } from './zip/lambdaNode.ts';
import { unpack } from './zip/runZip.ts';

let packaged: PackagedTemplate;
let folder: string;
beforeAll(async () => {
  packaged = await packagedOnce('dev');
  folder = await mkdtemp(path.join(os.tmpdir(), 'scopevend-stack-'));
  for (const files of Object.values(packaged.files)) await unpack(files, folder);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

const mapOf = (built: string): string | undefined => packaged.maps[`${built}.map`];
const run = (...args: readonly string[]) => promisify(execFile)(lambdaNode, args, { env: {} });

/** The line of a file, counted from one, that has a text in it. */
const lineWith = (file: string, text: string): number =>
  textOf(file)
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

it('finds the line that threw while the trigger ran', async () => {
  const file = path.join(folder, 'functions/preTokenGeneration.js');
  const program = `require(process.argv[1]).handler({ version: '1' }).catch((error) => console.log(error.stack))`;
  const { stdout } = await run('-e', program, file);
  expect(stdout).toMatch(/\(preTokenGeneration@[0-9a-f]{12}\.js:\d+:\d+\)/);
  const { text, unknown } = resolveStack(stdout, mapOf);
  const line = lineWith('functions/preTokenGeneration.ts', 'throw new Error(');
  expect(text).toContain(`functions/preTokenGeneration.ts:${String(line)}:`);
  expect(text).not.toMatch(/@[0-9a-f]{12}/);
  expect(unknown).toEqual([]);
});

it('finds what ended a function that never came up, as Lambda logs it', async () => {
  const { stderr } = await run(path.join(folder, 'functions/vend.js')).catch(
    (error: unknown) => error as { stderr: string },
  );
  const { text } = resolveStack(stderr, mapOf);
  expect(text).toMatch(/at .*core\/readResources\.ts:\d+:\d+/);
  expect(text).toContain(`functions/vend.ts:${String(lineWith('functions/vend.ts', 'vendHandler({'))}:`);
});

it('leaves what it does not know as it is, and names the build', () => {
  const trace = 'at a (vend@000000000000.js:1:2)\nat b (node:fs:1:2)\nat c (vend@000000000000.js:3:4)';
  expect(resolveStack(trace, mapOf)).toEqual({ text: trace, unknown: ['vend@000000000000.js'] });
});

it('reads standard input and exits with 1 for a build that nobody kept', async () => {
  const running = promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', path.join(project, 'deploy/bundle/runStack.ts')],
    {
      cwd: project,
    },
  );
  running.child.stdin?.end('at a (vend@000000000000.js:1:2)');
  await expect(running).rejects.toMatchObject({
    code: 1,
    stdout: 'at a (vend@000000000000.js:1:2)',
    stderr: expect.stringContaining('Check out the commit that was deployed') as unknown,
  });
});
