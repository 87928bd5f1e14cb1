/** Packages the service as `npm run package` does, away from the project's folder, and reads what came out. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TemplateResource } from '../local/cloudFormation.ts';
import { unzip } from './unzip.ts';

/** A resource of the packaged template. */
export interface PackagedResource extends TemplateResource {
  readonly DependsOn?: string | readonly string[];
}

/** What packaging gives. */
export interface Packaged {
  readonly resources: Readonly<Record<string, PackagedResource>>;
  readonly outputs: Readonly<Record<string, { readonly Value: unknown }>>;
  /** The text of each file in a function's zip, by its path. */
  readonly filesOf: (functionKey: string) => Promise<Readonly<Record<string, string>>>;
  /** The source maps that are kept beside the zips, by the name of their file. */
  readonly maps: Readonly<Record<string, string>>;
  /** All that was printed. */
  readonly printed: string;
  readonly remove: () => Promise<void>;
}

export const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

// No credentials, no home folder with settings, and a proxy that is not there instead of a network.
const bareEnvironment = (home: string): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  USERPROFILE: home,
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
});

/** A copy of the project to package, or to change before it is packaged. */
export const copyOfProject = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'scopevend-package-'));
  const left = (name: string) => name.startsWith('.') || ['node_modules', 'coverage'].includes(name);
  const names = (await readdir(project)).filter((name) => !left(name));
  // Folders further in may have packages of their own, which are many and of no use here.
  const filter = (source: string) => path.basename(source) !== 'node_modules';
  await Promise.all(
    names.map((name) => cp(path.join(project, name), path.join(folder, name), { recursive: true, filter })),
  );
  await symlink(path.join(project, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  return folder;
};

const textsIn = async (folder: string): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(folder)).map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const),
    ),
  );

/** Runs `serverless package` in a copy of the project. Rejects with what was printed when it fails. */
export const serverlessPackage = (folder: string, ...options: readonly string[]) =>
  promisify(execFile)(
    process.execPath,
    [createRequire(import.meta.url).resolve('serverless/bin/serverless.js'), 'package', ...options],
    { cwd: folder, env: bareEnvironment(folder) },
  );

/** Packages the service for a stage, with parameters as `--param` gives them. Takes about three seconds. */
export const packageService = async (
  stage: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Packaged> => {
  const folder = await copyOfProject();
  const remove = () => rm(folder, { recursive: true });
  const output = path.join(folder, 'packaged');
  try {
    const { stdout, stderr } = await serverlessPackage(
      folder,
      ...['--stage', stage, '--package', output],
      ...Object.entries(parameters).flatMap(([name, value]) => ['--param', `${name}=${value}`]),
    );
    const template = await readFile(path.join(output, 'cloudformation-template-update-stack.json'), 'utf8');
    const { Resources, Outputs } = JSON.parse(template) as {
      Resources: Record<string, Partial<PackagedResource> & { readonly Type: string }>;
      Outputs: Packaged['outputs'];
    };
    return {
      resources: Object.fromEntries(
        Object.entries(Resources).map(([id, item]) => [id, { ...item, Properties: item.Properties ?? {} }]),
      ),
      outputs: Outputs,
      filesOf: async (key) => unzip(await readFile(path.join(output, `${key}.zip`))),
      maps: await textsIn(path.join(folder, '.build')),
      printed: stdout + stderr,
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
};
