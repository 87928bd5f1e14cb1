/** What holds for every file of the project: how modules open, what names and texts must not say, where links lead. */
import path from 'node:path';
import { projectFiles, textOf } from './projectFiles.ts';

const text = /\.(ts|js|json|md|yml|yaml|graphql|css|html|sh)$|(^|\/)(run|LICENSE|\.[a-z]+rc|\.git[a-z]+)$/;
const texts = projectFiles.filter((file) => text.test(file) && file !== 'package-lock.json');
const modules = projectFiles.filter((file) => /(?<!\.test)\.(ts|js)$/.test(file));
const manuals = projectFiles.filter((file) => file.endsWith('.md'));
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

const findings = (files: readonly string[], pattern: RegExp) =>
  files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${String(index + 1)}: ${line.trim()}`] : [])),
  );

it('finds the files that it judges', () => {
  expect(texts).toEqual(expect.arrayContaining(['schema.graphql', '.ci/run', 'core/schema.ts', 'CONTRIBUTING.md']));
  expect(projectFiles.filter((file) => file.includes('node_modules'))).toEqual([]);
});

it('opens every module with a sentence that says what it is for', () => {
  expect(modules.filter((file) => !/^(#!.*\n)?(\/\*\*\s+(\* )?|\/\/ )\S/.test(textOf(file)))).toEqual([]);
});

it('names no file after what it happens to hold', () => {
  // Secrets Manager is AWS's own name.
  const vague = /(utils|helpers?|common|(?<!secrets)manager|impl)(\.|\/|$)/i;
  expect(projectFiles.filter((file) => vague.test(file))).toEqual([]);
});

it('names no place on a machine and no registry', () => {
  const places = /(^|[\s"'`(=])\/(work|home|root|Users|tmp)\/|[A-Z]:\\Users|registry\.(npmjs|yarnpkg)/;
  const judged = texts.filter((file) => file !== 'test/repository.test.ts');
  expect(findings(judged, places)).toEqual([]);
});

it('keeps one end of line', () => {
  expect(texts.filter((file) => textOf(file).includes('\r'))).toEqual([]);
});

it('links to files that are there', () => {
  const dead = manuals.flatMap((file) =>
    [...textOf(file).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
      .map(([, target = '']) => path.posix.join(path.posix.dirname(file), target).replace(/\/$/, ''))
      .filter((target) => !projectFiles.some((one) => one === target || one.startsWith(`${target}/`)))
      .map((target) => `${file} → ${target}`),
  );
  expect(dead).toEqual([]);
});

it('speaks only of npm scripts that exist', () => {
  const builtIn = ['ci', 'install', 'run', 'i'];
  const unknown = [...manuals, '.ci/run', '.github/workflows/ci.yml'].flatMap((file) =>
    [...textOf(file).matchAll(/npm (?:run |(?=start|test))(?:--silent |-s )?([a-z][a-z:]*)/g)]
      .map(([, script = '']) => script)
      .filter((script) => !builtIn.includes(script) && !Object.hasOwn(scripts, script))
      .map((script) => `${file}: npm run ${script}`),
  );
  expect(unknown).toEqual([]);
});

it('runs files that are there', () => {
  const missing = Object.values(scripts).flatMap((command) =>
    [...command.matchAll(/tsx (\S+)/g)].map(([, file = '']) => file).filter((file) => !projectFiles.includes(file)),
  );
  expect(missing).toEqual([]);
});
