/** What TypeScript lets through and what not: a wrong scope does not compile, and the library needs no types of Node. */
import path from 'node:path';
import ts from 'typescript';

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  types: [],
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
};

const opening = `
import { vendedCredentials, vendedCredentialsFor, CredentialsProviderError, VEND_CREDENTIALS } from './index.ts';
import { amplifyCredentials } from './amplify.ts';
import type { ErrorCode, ScopeInput, ServiceCode, VendedCredentials } from './index.ts';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
declare const service: { endpoint: string; token: string };
declare const vended: VendedCredentials;
declare const someCode: import('../core/errors.ts').ErrorCode;
declare const serviceCode: ServiceCode;
export const dontCare = [vendedCredentials, vendedCredentialsFor, CredentialsProviderError, VEND_CREDENTIALS, amplifyCredentials, S3Client, DynamoDBClient, service, vended, someCode, serviceCode];
export type { ErrorCode, ScopeInput };
`;

const fine = {
  'a scope':
    "vendedCredentials({ ...service, scope: { s3: [{ resource: 'uploads', prefix: 'a/', access: ['READ', 'LIST'] }] } });",
  'a scope that is frozen':
    "const scope = { dynamodb: [{ resource: 'notes', access: ['READ'] }] } as const; vendedCredentials({ ...service, scope });",
  'no scope':
    'vendedCredentials(service); vendedCredentials({ ...service, scope: undefined, durationSeconds: undefined });',
  'a URL': "vendedCredentials({ ...service, endpoint: new URL('https://a.example/graphql') });",
  'an async token': "vendedCredentials({ ...service, token: async ({ forceRefresh }) => (forceRefresh ? 'a' : 'b') });",
  'the global fetch and a signal': 'vendedCredentials({ ...service, fetch, signal: new AbortController().signal });',
  'an S3 client': 'new S3Client({ credentials: vendedCredentials(service) });',
  'a DynamoDB client':
    "new DynamoDBClient({ credentials: vendedCredentialsFor({ ...service, asks: [{}] }).for({ resource: 'notes', leadingKey: '1' }) });",
  'the whole answer as credentials': 'new S3Client({ credentials: vended });',
  'the effective scope':
    'const bucket: string | undefined = vended.scope.s3[0]?.bucket; const end: number = vended.expiration.getTime(); export { bucket, end };',
  'an abort signal for a call':
    'void vendedCredentials(service)({ signal: new AbortController().signal, forceRefresh: true });',
  'an error':
    "const e: unknown = 1; if (e instanceof CredentialsProviderError && e.code === 'NotGranted') { const i: unknown = e.info?.['path']; void i; }",
  'codes of the service are those of its core':
    'const a: ServiceCode = someCode; const b: typeof someCode = serviceCode; export { a, b };',
  'codes that are not known here': "const code: ErrorCode = 'OfANewerService'; export { code };",
};

const wrong = {
  'access that a service has not':
    "vendedCredentials({ ...service, scope: { s3: [{ resource: 'uploads', access: ['LISTEN'] }] } });",
  'access of another service':
    "vendedCredentials({ ...service, scope: { dynamodb: [{ resource: 'notes', access: ['DELETE'] }] } });",
  'access that is not a list':
    "vendedCredentials({ ...service, scope: { s3: [{ resource: 'uploads', access: 'READ' }] } });",
  'no access': "vendedCredentials({ ...service, scope: { s3: [{ resource: 'uploads' }] } });",
  'no resource': "vendedCredentials({ ...service, scope: { s3: [{ access: ['READ'] }] } });",
  'a bucket instead of a resource':
    "vendedCredentials({ ...service, scope: { s3: [{ bucket: 'uploads', access: ['READ'] }] } });",
  'a part of another service':
    "vendedCredentials({ ...service, scope: { dynamodb: [{ resource: 'notes', prefix: 'a/', access: ['READ'] }] } });",
  'an ask that is not in a list':
    "vendedCredentials({ ...service, scope: { s3: { resource: 'uploads', access: ['READ'] } } });",
  'a service that is not there':
    "vendedCredentials({ ...service, scope: { jobs: [{ resource: 'jobs', access: ['SEND'] }] } });",
  'a scope as text': "vendedCredentials({ ...service, scope: '{}' });",
  'no token': "vendedCredentials({ endpoint: 'https://a.example/graphql' });",
  'no endpoint': "vendedCredentials({ token: 'a' });",
  'a token that may be missing': 'vendedCredentials({ ...service, token: async () => undefined });',
  'a duration as text': "vendedCredentials({ ...service, durationSeconds: '900' });",
  'an option that is misspelt': "vendedCredentials({ endpoint: 'https://a.example/graphql', token: 'a', scopes: {} });",
  'asks that are no list': 'vendedCredentialsFor({ ...service, asks: {} });',
  'a target with a key and a prefix':
    "vendedCredentialsFor({ ...service, asks: [] }).for({ resource: 'uploads', key: 'a', prefix: 'a/' });",
  'a target with neither': "vendedCredentialsFor({ ...service, asks: [] }).for({ resource: 'uploads' });",
  'a target with access of another service':
    "vendedCredentialsFor({ ...service, asks: [] }).for({ resource: 'notes', leadingKey: '1', access: 'LIST' });",
  'an expiration as text': 'const end: string = vended.expiration; export { end };',
  'a field that answers have not': 'vended.id;',
  'a code compared with what no code is': 'new CredentialsProviderError(404, "No.");',
  'Amplify without a token provider': "amplifyCredentials({ endpoint: 'https://a.example/graphql' });",
};

const folder = import.meta.dirname;
const host = ts.createCompilerHost(options);
const sources = new Map(
  Object.entries({ ...fine, ...wrong }).map(([, code], index) => [
    path.join(folder, `use${String(index)}.ts`),
    opening + code,
  ]),
);
const nameOf = (index: number) => path.join(folder, `use${String(index)}.ts`);
const virtual: ts.CompilerHost = {
  ...host,
  fileExists: (file) => sources.has(path.normalize(file)) || host.fileExists(file),
  readFile: (file) => sources.get(path.normalize(file)) ?? host.readFile(file),
  getSourceFile: (file, ...rest) => {
    const source = sources.get(path.normalize(file));
    return source === undefined
      ? host.getSourceFile(file, ...rest)
      : ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  },
};
const program = ts.createProgram([...sources.keys()], options, virtual);
const errorsIn = (file: string) =>
  [
    ...program.getSyntacticDiagnostics(program.getSourceFile(file)),
    ...program.getSemanticDiagnostics(program.getSourceFile(file)),
  ].map(({ code, messageText }) => `TS${String(code)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);

it.each(Object.keys(fine).map((name, index) => [name, nameOf(index)]))('compiles: %s', (_name, file) => {
  expect(errorsIn(file)).toEqual([]);
});

it.each(Object.keys(wrong).map((name, index) => [name, nameOf(index + Object.keys(fine).length)]))(
  'does not compile: %s',
  (_name, file) => {
    expect(errorsIn(file)).toHaveLength(1);
  },
);

it('compiles without the types of Node', () => {
  const library = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(`${folder.replaceAll('\\', '/')}/`));
  expect(library.map(({ fileName }) => path.basename(fileName))).toContain('provider.ts');
  expect(library.flatMap(({ fileName }) => errorsIn(fileName)).filter((error) => error.startsWith('TS2580'))).toEqual(
    [],
  );
  const own = library.filter(({ fileName }) => !/\/use\d+\.ts$/.test(fileName));
  expect(own.flatMap(({ fileName }) => errorsIn(fileName))).toEqual([]);
});
