/** Builds what is published into client/dist: the library with its declarations, and the command line with the packages it needs. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import ts from 'typescript';

const here = import.meta.dirname;
const dist = path.join(here, 'dist');
const commandLine = path.join(here, 'cli', 'scopevend.ts');

const common = {
  absWorkingDir: here,
  outdir: dist,
  bundle: true,
  // What two entries share is one module, so that `instanceof` holds between them.
  splitting: true,
  format: 'esm',
  legalComments: 'none',
} satisfies BuildOptions;

/** For bundlers, browsers, React Native and Node alike; the application's own build lowers it further. */
const buildLibrary = () =>
  build({
    ...common,
    entryPoints: ['index.ts', 'amplify.ts'],
    platform: 'neutral',
    target: 'es2022',
    chunkNames: 'shared-[hash]',
  });

/** The licences of the packages in a bundle, which they ask to go with them. */
const licencesOf = async (inputs: readonly string[]): Promise<string> => {
  const folders = inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []);
  const texts = [...new Set(folders)].sort().map(async (folder) => {
    const at = path.join(here, folder);
    const { name, version, license } = JSON.parse(await readFile(path.join(at, 'package.json'), 'utf8')) as Record<
      'name' | 'version' | 'license',
      string
    >;
    const files = (await readdir(at)).filter((file) => /^(licen[cs]e|notice)/i.test(file)).sort();
    const contents = await Promise.all(files.map((file) => readFile(path.join(at, file), 'utf8')));
    return [`${name} ${version} (${license})`, ...contents.map((text) => text.trim())].join('\n\n');
  });
  return (await Promise.all(texts)).join(`\n\n${'-'.repeat(80)}\n\n`);
};

const buildCommandLine = async (): Promise<void> => {
  const { metafile } = await build({
    ...common,
    entryPoints: { cli: commandLine },
    platform: 'node',
    target: 'node20.19',
    chunkNames: 'cli-[hash]',
    // Packages that are no ES modules ask for Node's own by `require`.
    banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
    metafile: true,
  });
  await writeFile(path.join(dist, 'cli.licenses.txt'), `${await licencesOf(Object.keys(metafile.inputs))}\n`);
};

/** Declarations, of which only those that the entries lead to; TypeScript leaves `.ts` in their imports. */
const buildDeclarations = async (): Promise<void> => {
  const declarations = new Map<string, string>();
  const program = ts.createProgram(
    ['index.ts', 'amplify.ts'].map((file) => path.join(here, file)),
    {
      ...{ declaration: true, emitDeclarationOnly: true, strict: true, exactOptionalPropertyTypes: true, types: [] },
      ...{ allowImportingTsExtensions: true, verbatimModuleSyntax: true, skipLibCheck: true },
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      outDir: dist,
    },
  );
  const { diagnostics } = program.emit(undefined, (file, text) => declarations.set(path.basename(file), text));
  const [error] = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));

  const write = async (name: string): Promise<void> => {
    const text = declarations.get(name);
    declarations.delete(name);
    if (text === undefined) return;
    const imports = /(?<=from '|import\(')\.\/(\w+)\.ts(?=')/g;
    await writeFile(path.join(dist, name), text.replace(imports, './$1.js'));
    for (const [, module = ''] of text.matchAll(imports)) await write(`${module}.d.ts`);
  };
  await write('index.d.ts');
  await write('amplify.d.ts');
};

await rm(dist, { recursive: true, force: true });
await mkdir(dist);
await buildLibrary();
await buildDeclarations();
if (existsSync(commandLine)) await buildCommandLine();
