/** What `serverless package` makes of the service, packaged once for all test files: again only when a file of it changes. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Packaged, packageService, project } from './packageService.ts';
import { projectFiles } from './projectFiles.ts';

/** What packaging gives. */
export interface PackagedTemplate extends Pick<Packaged, 'resources' | 'outputs' | 'printed' | 'maps'> {
  /** The text of the files in each function's zip, by the function's key and their path. */
  readonly files: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

// What comes into the template and the zips. Checks can only stop packaging, and tests are in neither.
const PACKAGED =
  /^(?!deploy\/check\/|.*\.test\.ts$)(serverless\.yml|grants\.ts|schema\.graphql|package-lock\.json|(deploy|own|core|functions|resolvers)\/.*)$/;
const DAY_MS = 86_400_000;

const keyOf = async (stage: string, parameters: Readonly<Record<string, string>>): Promise<string> => {
  const hash = createHash('sha256').update(JSON.stringify(['with code and maps', stage, parameters]));
  for (const file of projectFiles.filter((name) => PACKAGED.test(name)))
    hash.update(`\0${file}\0`).update(await readFile(path.join(project, file)));
  return hash.digest('hex').slice(0, 32);
};

const forgetOld = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity }));
    if (mtimeMs < Date.now() - DAY_MS) await rm(file, { force: true });
  }
};

const functionsOf = ({ resources }: Packaged): readonly string[] =>
  Object.entries(resources)
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
    .map(([logicalId]) => `${logicalId.charAt(0).toLowerCase()}${logicalId.slice(1)}`.replace(/LambdaFunction$/, ''));

const make = async (stage: string, parameters: Readonly<Record<string, string>>): Promise<PackagedTemplate> => {
  const packaged = await packageService(stage, parameters);
  try {
    const files: [string, Readonly<Record<string, string>>][] = [];
    for (const key of functionsOf(packaged)) files.push([key, await packaged.filesOf(key)]);
    const { resources, outputs, printed, maps } = packaged;
    return { resources, outputs, printed, maps, files: Object.fromEntries(files) };
  } finally {
    await packaged.remove();
  }
};

/** Packages the service for a stage with parameters, as `--param` gives them, or takes what an earlier test made of the same files. */
export const packagedOnce = async (
  stage: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<PackagedTemplate> => {
  const folder = path.join(project, '.cache/packaged');
  const file = path.join(folder, `${await keyOf(stage, parameters)}.json`);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return JSON.parse(known) as PackagedTemplate;
  const made = JSON.stringify(await make(stage, parameters));
  await mkdir(folder, { recursive: true });
  await forgetOld(folder);
  // Whole or not at all: another test file may read it at this moment.
  const own = `${file}.${String(process.pid)}`;
  await writeFile(own, made);
  await rename(own, file);
  return JSON.parse(made) as PackagedTemplate;
};
