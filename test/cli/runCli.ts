/** For tests: the command `scopevend` as a process, with a home of its own, as a user runs it. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const project = path.resolve(import.meta.dirname, '../..');

/** The committed bin file: in a checkout it runs the sources. */
export const committedBin = path.join(project, 'client/bin/scopevend.js');

/**
 * Bundled with its packages as for publication, which starts several times as fast; beside package.json, as there. The folder is
 * named after what is in it and put in its place as a whole, since test files run side by side.
 */
const bundle = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [path.join(project, 'client/cli/scopevend.ts')],
    outdir: 'dist',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // The packages in it are no ES modules, and ask for Node's own modules in their way.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    write: false,
  });
  const hash = createHash('sha256');
  for (const { contents } of outputFiles) hash.update(contents);
  const folder = path.join(project, '.cache', `scopevend-${hash.digest('hex').slice(0, 16)}`);
  if (!existsSync(folder)) {
    const draft = `${folder}-${String(process.pid)}`;
    await mkdir(path.join(draft, 'dist'), { recursive: true });
    await copyFile(path.join(project, 'client/package.json'), path.join(draft, 'package.json'));
    for (const { path: file, contents } of outputFiles) {
      await writeFile(path.join(draft, 'dist', path.basename(file)), contents);
    }
    // Another test file may have been faster.
    await rename(draft, folder).catch(() => rm(draft, { recursive: true }));
  }
  return path.join(folder, 'dist', 'scopevend.js');
};

/** What the tests run: the sources of now. */
export const bin = await bundle();

/** How a process ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a process is given. */
export interface Given {
  readonly environment?: NodeJS.ProcessEnv;
  /** What it can read; nothing when left out. */
  readonly input?: string;
}

/** This process's environment without what would reach the tests from the machine: AWS's settings, proxies, our own. */
export const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(aws_|scopevend_|npm_|xdg_|node_options$|.*_proxy$)/i.test(name)),
  );

/** Starts a program. */
export const start = (program: string, args: readonly string[], { environment = {}, input = '' }: Given = {}) => {
  const child = spawn(program, args, { cwd: project, env: { ...cleanEnvironment(), ...environment } });
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk) => (texts[stream] += String(chunk)));
  // It may not read, or have ended.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => {
      resolve({ code, signal, ...texts });
    });
  });
  return { child, texts, ended };
};

/** Runs `scopevend` to its end. */
export const scopevend = (args: readonly string[], given?: Given): Promise<Ended> =>
  start(process.execPath, [bin, ...args], given).ended;

/** A home that is nobody's: what the command keeps is kept there. */
export interface Home {
  readonly directory: string;
  /** What leads the command there. */
  readonly environment: NodeJS.ProcessEnv;
  /** The files below it, or those whose name begins so. */
  files(begin?: string): Promise<string[]>;
  remove(): Promise<void>;
}

/** To be removed. */
export const makeHome = async (): Promise<Home> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'scopevend-home-'));
  return {
    directory,
    environment: {
      HOME: directory,
      USERPROFILE: directory,
      APPDATA: path.join(directory, 'AppData', 'Roaming'),
      LOCALAPPDATA: path.join(directory, 'AppData', 'Local'),
    },
    files: async (begin = '') => {
      const found = await readdir(directory, { recursive: true, withFileTypes: true });
      return found
        .filter((entry) => entry.isFile() && entry.name.startsWith(begin))
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort();
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
};
