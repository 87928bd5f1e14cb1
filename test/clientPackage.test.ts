/** The package `scopevend` as it is published: what is in it, and that every kind of project can use it. */
import { jest } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';
import { packClient } from './packedClient.ts';
import type { PackedClient } from './packedClient.ts';

jest.setTimeout(120_000);

let client: PackedClient;
beforeAll(async () => {
  client = await packClient();
});
afterAll(() => client.remove());

const manifest = () => JSON.parse(client.files.get('package.json') ?? '') as Record<string, Record<string, unknown>>;

describe('what is in it', () => {
  it('is what is built, the documents, the vectors and the texts: no source, no test', () => {
    const foreign = [...client.files.keys()].filter(
      (file) =>
        !/^(package\.json|README\.md|LICENSE|bin\/scopevend\.js|operations\/\w+\.graphql|vectors\/(\w+\.json|README\.md))$/.test(
          file,
        ) && !/^dist\/((index|amplify|cli|shared-\w+|cli-\w+)\.js|cli\.licenses\.txt|\w+\.d\.ts)$/.test(file),
    );
    expect(foreign).toEqual([]);
    expect([...client.files.keys()]).toEqual(
      expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'dist/amplify.js', 'dist/amplify.d.ts', 'LICENSE']),
    );
  });

  it('names no place of this machine', () => {
    const places = [os.homedir(), os.tmpdir(), path.resolve(import.meta.dirname, '..')].filter(
      (place) => place.length > 3,
    );
    const named = [...client.files].filter(([, text]) => places.some((place) => text.includes(place)));
    expect(named.map(([file]) => file)).toEqual([]);
  });

  it('depends on types only', () => {
    expect(Object.keys(manifest()['dependencies'] ?? {})).toEqual(['@smithy/types']);
    const library = [...client.files].filter(([file]) => /^dist\/(index|amplify|shared-\w+)\.js$/.test(file));
    const imports = library.flatMap(([, text]) => [
      ...text.matchAll(/\bfrom "([^"]+)"|\bimport\("([^"]+)"|\brequire\(/g),
    ]);
    expect(imports.map(([, from]) => from).filter((from) => from?.startsWith('./shared-') !== true)).toEqual([]);
  });

  it('runs nothing when it is installed', () => {
    const scripts = Object.keys(manifest()['scripts'] ?? {});
    expect(scripts.filter((script) => /^(pre|post)?install$|^prepare$/.test(script))).toEqual([]);
  });

  it('is as publint wants it', async () => {
    const { buffer, byteOffset, byteLength } = client.tarball;
    const { messages, pkg } = await publint({
      pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer },
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });
});

/** Uses all of the package's entries; prints what came of it. */
const use = `
  const credentials = vendedCredentials({ endpoint: 'https://a.invalid/graphql', token: () => '' });
  const auth = amplifyCredentials({ endpoint: 'https://a.invalid/graphql', tokenProvider: { getTokens: async () => null } });
  const errors = await Promise.all([credentials(), auth.credentials()].map((call) => call.catch((error) => error)));
  console.log(JSON.stringify(errors.map((error) => [error instanceof CredentialsProviderError, error.code])));
`;
const came = [
  [true, 'TokenUnavailable'],
  [true, 'TokenUnavailable'],
];

describe('used', () => {
  it('as ES modules', async () => {
    const imports = `import { CredentialsProviderError, vendedCredentials } from 'scopevend'; import { amplifyCredentials } from 'scopevend/amplify';`;
    expect(await client.node('--input-type=module', '--eval', imports + use)).toEqual(came);
  });

  it('from CommonJS', async () => {
    const requires = `const { CredentialsProviderError, vendedCredentials } = require('scopevend'); const { amplifyCredentials } = require('scopevend/amplify');`;
    const code = `${requires} (async () => { ${use} })();`;
    const args = ['--input-type=commonjs', '--disable-warning=ExperimentalWarning', '--eval', code];
    expect(await client.node(...args)).toEqual(came);
  });

  it('for its documents and vectors', async () => {
    const code = `
      import { readFileSync } from 'node:fs';
      import { fileURLToPath } from 'node:url';
      const text = (name) => readFileSync(fileURLToPath(import.meta.resolve(name)), 'utf8');
      console.log(JSON.stringify([
        text('scopevend/operations/vendCredentials.graphql').split(' ')[0],
        typeof JSON.parse(text('scopevend/vectors/expiry.json')).vectors.length,
      ]));`;
    expect(await client.node('--input-type=module', '--eval', code)).toEqual(['mutation', 'number']);
  });

  const bundled = async (contents: string) => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: client.project },
      ...{ bundle: true, minify: true, write: false, format: 'esm', platform: 'browser', target: 'es2022' },
    });
    return outputFiles[0]?.text ?? '';
  };

  it('from a bundler for browsers', async () => {
    const imports = `import { CredentialsProviderError, vendedCredentials } from 'scopevend'; import { amplifyCredentials } from 'scopevend/amplify';`;
    await writeFile(path.join(client.project, 'bundle.mjs'), await bundled(imports + use));
    expect(await client.node('bundle.mjs')).toEqual(came);
  });

  it.each([
    ['vendedCredentials alone', "export { vendedCredentials } from 'scopevend';", 4_096],
    ['all of it', "export * from 'scopevend'; export * from 'scopevend/amplify';", 6_144],
  ])('from a bundler: %s is under its size, minified and gzipped', async (_what, contents, most) => {
    const bytes = gzipSync(await bundled(contents), { level: 9 }).length;
    expect(bytes).toBeGreaterThan(most / 2);
    expect(bytes).toBeLessThan(most);
  });
});

describe('checked by TypeScript, strictly,', () => {
  const program = `
    import { vendedCredentials, vendedCredentialsFor, CredentialsProviderError, VEND_CREDENTIALS } from 'scopevend';
    import type { ScopeInput, VendedCredentials } from 'scopevend';
    import { amplifyCredentials } from 'scopevend/amplify';
    const scope: ScopeInput = { s3: [{ resource: 'uploads', access: ['READ'] }] };
    const service = { endpoint: 'https://a.example/graphql', token: async () => 'a' };
    const end: number = (await vendedCredentials({ ...service, scope })()).expiration.getTime();
    const whole: VendedCredentials = await vendedCredentialsFor({ ...service, asks: [scope] }).for({ role: 'a' }).vended();
    const bucket: string | undefined = whole.scope.s3[0]?.bucket;
    const auth = amplifyCredentials({ endpoint: '', tokenProvider: { getTokens: async () => null } });
    export { end, bucket, auth, CredentialsProviderError, VEND_CREDENTIALS };
  `;
  // Of the declarations, that they are strictly right; and that their types are there at all, not \`any\`.
  const wrong = `
    import { vendedCredentials } from 'scopevend';
    import { amplifyCredentials } from 'scopevend/amplify';
    export const a = vendedCredentials({ endpoint: 'a', token: 1 });
    export const b = amplifyCredentials({ endpoint: 'a' });
    export const c: string = await vendedCredentials({ endpoint: 'a', token: 'a' })();
  `;
  const { Bundler, NodeNext } = ts.ModuleResolutionKind;
  const kinds = [
    { name: 'nodenext', module: ts.ModuleKind.NodeNext, moduleResolution: NodeNext },
    { name: 'bundler', module: ts.ModuleKind.ESNext, moduleResolution: Bundler },
  ];
  const cases = kinds.flatMap((kind) => [
    { ...kind, dom: 'with the DOM', lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'] },
    { ...kind, dom: 'without the DOM', lib: ['lib.es2022.d.ts'] },
  ]);

  // Declarations are checked, but for TypeScript's own, and those of @smithy/types, which needs the types of Node.
  const errorsIn = async (text: string, options: ts.CompilerOptions, name = 'program.mts') => {
    const file = path.join(client.project, name);
    await writeFile(file, text);
    const checked = ts.createProgram([file], {
      ...options,
      ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, types: [], target: ts.ScriptTarget.ES2022 },
      skipDefaultLibCheck: true,
    });
    return ts
      .getPreEmitDiagnostics(checked)
      .filter((diagnostic) => !diagnostic.file?.fileName.includes('@smithy'))
      .map(({ code, messageText }) => `TS${String(code)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  };

  it.each(cases)('as $name, $dom', async ({ module, moduleResolution, lib }) => {
    expect(await errorsIn(program, { module, moduleResolution, lib })).toEqual([]);
    expect(await errorsIn(wrong, { module, moduleResolution, lib })).toHaveLength(3);
  });

  it('from CommonJS', async () => {
    const text = `import { vendedCredentials } from 'scopevend'; export const a: () => unknown = vendedCredentials(1);`;
    const [error, ...others] = await errorsIn(text, { module: ts.ModuleKind.NodeNext }, 'program.cts');
    expect([error?.slice(0, 7), others]).toEqual(['TS2345:', []]);
  });
});
