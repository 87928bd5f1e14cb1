/** `npm run test:clients`: installs what these tests need, builds the client package, checks types and rules, runs them in Jest. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

const npm = process.env['npm_execpath'];
if (npm === undefined) throw new Error('test/clients/run.ts runs npm: start it by `npm run test:clients`.');

const here = import.meta.dirname;
const root = path.join(here, '../..');
const bin = (file: string) => path.join(root, 'node_modules', file);

const step = (what: string, cwd: string, ...args: readonly string[]): void => {
  console.log(what);
  const { status } = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' });
  if (status === 0) return;
  console.log(`FAILED: ${what}`);
  process.exit(status ?? 1);
};

/** npm writes this file last, so it is as old as what is installed. */
const installed = path.join(here, 'node_modules/.package-lock.json');
const isCurrent =
  existsSync(installed) && statSync(installed).mtimeMs >= statSync(path.join(here, 'package-lock.json')).mtimeMs;

if (!isCurrent) step('Installing test/clients', here, npm, 'ci');
step('Building the client package', root, '--import', 'tsx', 'client/build.ts');
for (const project of ['test/clients', 'test/clients/recipes/serviceWorker']) {
  step(`Types of ${project}`, root, bin('typescript/bin/tsc'), '-p', project);
}
step(
  'Rules',
  here,
  bin('eslint/bin/eslint.js'),
  '.',
  '--max-warnings',
  '0',
  '--cache',
  '--cache-location',
  path.join(root, '.cache/eslint-clients'),
);
step(
  'Tests, in Node and in Chromium',
  root,
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  bin('jest/bin/jest.js'),
  '--config',
  'test/clients/jest.config.js',
  ...process.argv.slice(2),
);
