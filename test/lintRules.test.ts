/** Every lint rule that guards a promise of this project fires on a small piece of code that breaks it. */
import { lintText } from './lintText.ts';

const rulesFired = async (file: string, code: string) =>
  (await lintText(file, code)).map(({ ruleId, message }) => ruleId ?? message);

/** Banned from APPSYNC_JS, in the source of a resolver and in its bundle. */
const banned: [code: string, rule: string][] = [
  ['throw 1;', 'no-restricted-syntax'],
  ["new RegExp('a');", 'no-restricted-syntax'],
  ["new RegExp('a');", 'no-restricted-globals'],
  ["RegExp('a');", 'no-restricted-globals'],
  ['/a/.test(a);', '@aws-appsync/no-regex'],
  ['Date.now();', 'no-restricted-globals'],
  ['new Map();', 'no-restricted-globals'],
  ['new Set();', 'no-restricted-globals'],
  ["Symbol('a');", 'no-restricted-globals'],
  ["Error('a');", 'no-restricted-globals'],
  ["eval('1');", 'no-restricted-globals'],
  ["Function('1');", 'no-restricted-globals'],
  ['globalThis.a;', 'no-restricted-globals'],
  ['BigInt(1);', 'no-restricted-globals'],
  ['[1n];', 'no-restricted-syntax'],
  ['setTimeout(a, 1);', 'no-undef'],
  ["fetch('https://example.com');", 'no-undef'],
  ['process.env;', 'no-undef'],
  ["require('a');", 'no-undef'],
  ['console.log(a);', 'no-undef'],
  ["Buffer.from('a');", 'no-undef'],
  ['crypto.randomUUID();', 'no-undef'],
  ['structuredClone(a);', 'no-undef'],
  ['Object.fromEntries([]);', 'no-restricted-properties'],
  ["a['constructor'];", 'no-restricted-properties'],
  ['a.constructor;', 'no-restricted-properties'],
  ['a.__proto__;', 'no-restricted-properties'],
  ["import('./b.js');", 'no-restricted-syntax'],
  ['import.meta.url;', 'no-restricted-syntax'],
  ['b.call(a);', 'no-restricted-properties'],
  ['b.apply(a);', 'no-restricted-properties'],
  ['b.bind(a);', 'no-restricted-properties'],
  ["b['call'](a);", 'no-restricted-properties'],
  ['b`a`;', 'no-restricted-syntax'],
  ['try { b(); } finally { b(); }', '@aws-appsync/no-try'],
  ['while (a) { b(); }', '@aws-appsync/no-while'],
  ['do { b(); } while (a);', 'no-restricted-syntax'],
  ['for (;;) { b(); }', '@aws-appsync/no-for'],
  ['for (const c of [1]) { if (c) continue; }', '@aws-appsync/no-continue'],
  ['c: for (const d of [1]) { break c; }', '@aws-appsync/no-labels'],
  ['let c = 1; c++;', '@aws-appsync/no-disallowed-unary-operators'],
  ['let c = 1; --c;', '@aws-appsync/no-disallowed-unary-operators'],
  ['~1;', '@aws-appsync/no-disallowed-unary-operators'],
  ["'c' in a;", '@aws-appsync/no-in-operator'],
  ['a instanceof b;', '@aws-appsync/no-disallowed-binary-operators'],
  ['async function c() {}', '@aws-appsync/no-async'],
  ['Promise.resolve(1);', 'no-restricted-globals'],
  ['class C {}', '@aws-appsync/no-classes'],
  ['function* c() { yield 1; }', '@aws-appsync/no-generators'],
  ['function c() { return this; }', '@aws-appsync/no-this'],
];

it.each(banned)('a resolver is refused: %s (%s)', async (code, rule) => {
  const source = `declare const a: any; declare function b(...c: any[]): any;\n${code}\nexport {};`;
  expect(await rulesFired('resolvers/pretended.ts', source)).toContain(rule);
});

it.each(banned)('a resolver bundle is refused: %s (%s)', async (code, rule) => {
  const bundle = `import { util as a } from '@aws-appsync/utils';\nconst b = a.error;\n${code}\n`;
  expect(await rulesFired('resolvers/pretended.bundle.js', bundle)).toContain(rule);
});

it.each([
  ['function c(d: number): number { return d > 0 ? c(d - 1) : 0; }', '@aws-appsync/no-recursion'],
  ['function c(d: () => void) { d(); } c(() => { return; });', '@aws-appsync/no-function-passing'],
  ["Object.freeze({}); 'a'.padEnd(3);", '@aws-appsync/no-disallowed-methods'],
])('a resolver is refused, by its types: %s (%s)', async (code, rule) => {
  expect(await rulesFired('resolvers/pretended.ts', code)).toContain(rule);
});

it.each([
  // Which way imports point.
  ['core', "import '../functions/vend.ts';", 'import-x/no-restricted-paths'],
  ['core', "import '../local/service.ts';", 'import-x/no-restricted-paths'],
  ['core', "import '../grants.ts';", 'import-x/no-restricted-paths'],
  ['core', "export * from '../local/service.ts';", 'import-x/no-restricted-paths'],
  ['core', "import type { Role } from '../local/service.ts'; export type R = Role;", 'import-x/no-restricted-paths'],
  ['functions', "import '../local/service.ts';", 'import-x/no-restricted-paths'],
  ['functions', "import '../test/esbuildTransform.js';", 'import-x/no-restricted-paths'],
  ['functions', "import '../resolvers/Mutation.vendCredentials.ts';", 'import-x/no-restricted-paths'],
  ['functions', "import '../client/operations.ts';", 'import-x/no-restricted-paths'],
  ['resolvers', "import '../grants.ts';", 'import-x/no-restricted-paths'],
  ['resolvers', "import '../functions/vend.ts';", 'import-x/no-restricted-paths'],
  ['resolvers', "import { VendError } from '../core/errors.ts';", '@typescript-eslint/no-restricted-imports'],
  ['resolvers', "import 'node:fs';", '@typescript-eslint/no-restricted-imports'],
  ['resolvers', "import { GraphQLError } from 'graphql';", '@typescript-eslint/no-restricted-imports'],
  ['client', "import '../core/errors.ts';", 'import-x/no-restricted-paths'],
  ['functions', "import '../deploy/check/finding.ts';", 'import-x/no-restricted-paths'],
  ['deploy', "import '../functions/vend.ts';", 'import-x/no-restricted-paths'],
  ['deploy', "import '../test/fixtures.ts';", 'no-restricted-imports'],
  ['client', "import '../local/service.ts';", 'import-x/no-restricted-paths'],
  ['core', "import './caller.test.ts';", 'no-restricted-imports'],
  ['functions', "import './handlers.test.ts';", 'no-restricted-imports'],
  ['functions', "import '../test/esbuildTransform.js';", 'no-restricted-imports'],
  // Core is pure.
  ['core', "import 'node:crypto';", 'no-restricted-imports'],
  ['core', "import 'fs';", 'no-restricted-imports'],
  ['core', "import 'graphql';", 'no-restricted-imports'],
  ['core', "export * from 'graphql';", 'no-restricted-imports'],
  ['core', "void import('node:fs');", 'no-restricted-syntax'],
  ['core', 'import.meta.url;', 'no-restricted-syntax'],
  ['core', 'Date.now();', 'no-restricted-globals'],
  ['core', 'new Date();', 'no-restricted-globals'],
  ['core', 'globalThis.process;', 'no-restricted-globals'],
  ['core', 'Math.random();', 'no-restricted-properties'],
  ['core', "Math['random']();", 'no-restricted-properties'],
  ['core', 'process.env;', 'no-undef'],
  ['core', 'performance.now();', 'no-undef'],
  ['core', 'crypto.randomUUID();', 'no-undef'],
  ['core', 'Buffer.alloc(1);', 'no-undef'],
  ['core', "console.log('a');", 'no-undef'],
  ['core', 'setTimeout(() => 1, 1);', 'no-undef'],
  // Who may read the environment, and what is there after npm ci --omit=dev.
  ['client', 'process.env;', 'no-restricted-properties'],
  ['functions', "import 'fast-check';", 'import-x/no-extraneous-dependencies'],
  ['functions', "import 'semver';", 'import-x/no-extraneous-dependencies'],
  ['client/cli', "import 'fast-check';", 'import-x/no-extraneous-dependencies'],
  // Tests that say the same each time.
  ['test', "import fc from 'fast-check';\nfc.assert(fc.property(fc.nat(), () => true));", 'no-restricted-syntax'],
  [
    'test',
    "import fc from 'fast-check';\nfc.assert(fc.property(fc.nat(), () => true), { numRuns: 5 });",
    'no-restricted-syntax',
  ],
  // Types.
  ['functions', 'const a: any = 1; export default a;', '@typescript-eslint/no-explicit-any'],
  ['functions', 'const f = async () => { await Promise.resolve(1); }; f();', '@typescript-eslint/no-floating-promises'],
])('in %s/ is refused: %s (%s)', async (folder, code, rule) => {
  expect(await rulesFired(`${folder}/pretended.ts`, code)).toContain(rule);
});

it.each([
  ['core', "export const a = new Map([[Math.max(1, 2), new TextEncoder().encode('a')]]);"],
  ['functions', "import { STSClient } from '@aws-sdk/client-sts';\nexport const a = new STSClient({});"],
  ['functions', "export { default } from '../grants.ts';\nexport const a = process.env['A'];"],
  ['functions', "import { randomUUID } from 'node:crypto';\nexport const a = randomUUID();"],
  ['resolvers', "import type { S3Access } from '../core/schema.ts';\nexport const a: S3Access[] = ['READ'];"],
  ['resolvers', "import { util } from '@aws-appsync/utils';\nexport const a = (): void => { util.unauthorized(); };"],
  [
    'test',
    "import fc from 'fast-check';\nimport { runs } from './runs.ts';\nfc.assert(fc.property(fc.nat(), () => true), runs(5));",
  ],
  ['core', "export const part = 'users/${sub}/';"],
  ['client/cli', "import envPaths from 'env-paths';\nexport const a = [envPaths('a'), process.env['A']];"],
])('in %s/ is fine: %s', async (folder, code) => {
  expect(await rulesFired(`${folder}/pretended.ts`, code)).toEqual([]);
});
