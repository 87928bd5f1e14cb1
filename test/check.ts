/** `npm run check`: every check of the project, one line each; goes on after a failure, so that one run tells all. */
import { spawn } from 'node:child_process';

/** npm says where it is, so no shell is needed, which Windows would need for npm.cmd. */
const npm = process.env['npm_execpath'];
if (npm === undefined) throw new Error('test/check.ts runs npm scripts: start it by `npm run check`.');

interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs one npm script. What it prints is kept, or with `shown` goes straight to the terminal. */
const run = (script: string, shown: boolean, passedOn: readonly string[] = []) =>
  new Promise<Outcome>((resolve, reject) => {
    const args = [npm, 'run', '--silent', script, ...(passedOn.length > 0 ? ['--', ...passedOn] : [])];
    const child = spawn(process.execPath, args, { stdio: shown ? 'inherit' : 'pipe' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });

const failed: string[] = [];

const check = async (script: string, meaning: string) => {
  const started = performance.now();
  const { code, output } = await run(script, false);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${meaning} (npm run ${script}, ${seconds} s)`);
  if (code === 0) return;
  failed.push(script);
  console.log(output);
};

console.log(
  'Checking formatting, lint, types, generated files, unused code and what would be deployed, then running the tests.',
);
// Two at a time: each is one busy thread.
const steps: [script: string, meaning: string][] = [
  ['lint', 'lint'],
  ['types', 'types'],
  ['format', 'formatting'],
  ['codegen:check', 'generated files match the schema'],
  ['unused', 'no unused files, exports or dependencies'],
  ['check:roles', 'roles and policies agree with grants.ts'],
];
const worker = async () => {
  for (let step = steps.shift(); step; step = steps.shift()) await check(...step);
};
await Promise.all([worker(), worker()]);

const { code } = await run('test', true, process.argv.slice(2));
if (code !== 0) failed.push('test');

if (failed.length > 0) {
  console.log(`Failed: ${failed.map((script) => `npm run ${script}`).join(', ')}`);
  process.exitCode = 1;
}
