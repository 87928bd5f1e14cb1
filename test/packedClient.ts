/** The client's package as npm packs it, unpacked into a project of its own, away from this one. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const run = promisify(execFile);

/** The packed package, and a project that has it. */
export interface PackedClient {
  readonly tarball: Buffer;
  /** The project's folder, which ends no path of this machine in the package. */
  readonly project: string;
  /** Every file of the package with its text, by its path in the package. */
  readonly files: ReadonlyMap<string, string>;
  /** Runs Node in the project. The last line that it prints, as JSON. */
  node(...args: readonly string[]): Promise<unknown>;
  remove(): Promise<void>;
}

/** Packs it by `npm pack`, which builds it, and unpacks it beside what it depends on. Needs no network. */
export const packClient = async (): Promise<PackedClient> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'scopevend-client-'));
  const npm = process.env['npm_execpath'];
  if (npm === undefined) throw new Error('npm says where it is only to what it runs: start the tests by `npm test`.');
  await run(process.execPath, [npm, 'pack', '--workspace', 'client', '--pack-destination', folder, '--offline'], {
    cwd: root,
  });
  const [name = ''] = await readdir(folder);
  const tarball = await readFile(path.join(folder, name));

  const project = path.join(folder, 'project');
  const modules = path.join(project, 'node_modules');
  await mkdir(path.join(modules, '@smithy'), { recursive: true });
  // Relative names: a tar that takes `C:` for a host is about.
  await run('tar', ['-xzf', path.join('..', '..', name)], { cwd: modules });
  await cp(path.join(modules, 'package'), path.join(modules, 'scopevend'), { recursive: true });
  await rm(path.join(modules, 'package'), { recursive: true });
  for (const dependency of ['@smithy/types', 'tslib']) {
    await cp(path.join(root, 'node_modules', dependency), path.join(modules, dependency), { recursive: true });
  }
  await writeFile(path.join(project, 'package.json'), '{ "type": "module", "private": true }');

  const installed = path.join(modules, 'scopevend');
  const paths = (await readdir(installed, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name: file }) => path.relative(installed, path.join(parentPath, file)).replaceAll('\\', '/'));
  const files = await Promise.all(
    paths.sort().map(async (file) => [file, await readFile(path.join(installed, file), 'utf8')] as const),
  );

  return {
    tarball,
    project,
    files: new Map(files),
    node: async (...args) => {
      const { stdout } = await run(process.execPath, args, { cwd: project });
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
