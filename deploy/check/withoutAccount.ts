/** `npm run deploy:check`: packages the stages and judges everything that can be judged without an account; says what cannot. */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { accountChecklist } from './accountChecklist.ts';

const project = path.resolve(import.meta.dirname, '../..');
const resolved = (file: string) => createRequire(import.meta.url).resolve(file);
// What was given goes to the framework: --stage, --param, --region. Without a stage: both.
const given = process.argv.slice(2);
const stages = given.some((option) => /^(--stage|-s)(=|$)/.test(option))
  ? [[]]
  : [
      ['--stage', 'dev'],
      ['--stage', 'prod'],
    ];

/** That `!Sub` has no variable where it has `${!aws:…}`: that is what it is there for, or the framework would take it for one of its own. */
const NO_FINDINGS = 'W1020';

const run = (command: string, args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(command, args, { cwd: project, encoding: 'utf8', maxBuffer: 2 ** 26 });

let failed = 0;
const step = (what: string, { status, error, stdout, stderr }: SpawnSyncReturns<string>): boolean => {
  const good = status === 0;
  console.log(`${good ? 'ok    ' : 'FAILED'} ${what}`);
  if (good) return true;
  failed += 1;
  console.log(error?.message ?? `${stdout}${stderr}`);
  return false;
};

const tests = ['test/template.test', 'test/deployedRoles.test', 'test/operations.test', 'test/resolverBundles.test'];
const linter = run('cfn-lint', ['--version']);
const folder = mkdtempSync(path.join(os.tmpdir(), 'scopevend-'));
try {
  step(
    'roles, policies and parameters agree with grants.ts',
    run(process.execPath, [resolved('tsx/cli'), 'deploy/check/run.ts']),
  );
  for (const stage of stages) {
    const named = [...stage, ...given].join(' ');
    const output = path.join(folder, String(stages.indexOf(stage)));
    const packaging = [resolved('serverless/bin/serverless.js'), 'package', ...stage, ...given, '--package', output];
    if (!step(`packages (${named})`, run(process.execPath, packaging))) continue;
    const template = path.join(output, 'cloudformation-template-update-stack.json');
    if (linter.status === 0) {
      step(
        `${linter.stdout.trim()} (${named})`,
        run('cfn-lint', ['--ignore-checks', NO_FINDINGS, '--template', template]),
      );
    }
  }
  // They know what the project's own files come to.
  if (existsSync(path.join(project, 'own')))
    console.log('       tests of the packaged template are left out, as there is own/');
  else {
    const jest = ['--experimental-vm-modules', resolved('jest/bin/jest'), ...tests];
    step('tests of the packaged template', run(process.execPath, jest));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (linter.status !== 0) console.log('       cfn-lint is not installed, and was left out: pip install cfn-lint');

const checklist = accountChecklist(readFileSync(path.join(project, 'docs/threat-model.md'), 'utf8'));
console.log(`\nOnly a real account can show (docs/threat-model.md has the commands):\n${checklist.join('\n')}`);
if (failed > 0) {
  console.log(`\n${String(failed)} failed: do not deploy.`);
  process.exitCode = 1;
}
