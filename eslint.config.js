/** Lint: typescript-eslint strict everywhere, APPSYNC_JS in resolvers and their bundles, and imports that point one way. */
import appsync from '@aws-appsync/eslint-plugin';
import importX from 'eslint-plugin-import-x';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Tests and what only they use: import what they like, and nothing else imports them. */
const tests = ['**/*.test.ts', '**/{test[A-Z]*,fixture,fixtures,conformance}.ts', 'test/**', 'bench/**'];
const ofTests = {
  regex: '(\\.test|/test[A-Z]\\w*|/fixtures?|/conformance)\\.ts$|(^|/)(test|bench)/',
  message: 'Only tests import what is for tests.',
};

/** What APPSYNC_JS has of the globals of JavaScript is little; everything else of them is named here. */
const absentFromAppSync = [
  'AggregateError ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array DataView Date Error EvalError',
  'FinalizationRegistry Float32Array Float64Array Function Int16Array Int32Array Int8Array Intl Iterator Map Promise Proxy',
  'RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer Symbol SyntaxError TypeError URIError Uint16Array',
  'Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet escape eval globalThis unescape',
].flatMap((names) => names.split(' '));

/** What @aws-appsync/eslint-plugin lets through. It holds for the sources and for what esbuild makes of them. */
const appsyncGaps = {
  // Only JavaScript's own globals are declared below, so timers, fetch, process, console and the like are undefined.
  'no-undef': 'error',
  'no-restricted-globals': ['error', ...absentFromAppSync],
  'no-restricted-syntax': [
    'error',
    ...Object.entries({
      ThrowStatement: 'throw is not in APPSYNC_JS: call util.error.',
      NewExpression: 'APPSYNC_JS has nothing that can be constructed.',
      ImportExpression: 'APPSYNC_JS has no dynamic import.',
      DoWhileStatement: 'APPSYNC_JS has no do loop.',
      WithStatement: 'APPSYNC_JS has no with.',
      DebuggerStatement: 'APPSYNC_JS has no debugger.',
      MetaProperty: 'APPSYNC_JS has no import.meta and no new.target.',
      'Literal[bigint]': 'APPSYNC_JS has no BigInt.',
      TaggedTemplateExpression: 'A tagged template passes text to a function, which APPSYNC_JS does not do.',
    }).map(([selector, message]) => ({ selector, message })),
  ],
  'no-restricted-properties': [
    'error',
    ...['fromEntries', 'groupBy'].map((property) => ({ object: 'Object', property, message: 'Not in APPSYNC_JS.' })),
    ...['constructor', '__proto__', 'prototype', 'call', 'apply', 'bind'].map((property) => ({
      property,
      message: 'Not in APPSYNC_JS.',
    })),
  ],
};

/** A folder and all that its files may import of this project; test files beside the code are free. */
const direction = {
  core: [],
  functions: ['./core', './grants.ts'],
  resolvers: ['./core'],
  client: [],
  deploy: ['./core', './local', './client/cli', './grants.ts'],
  'grants.ts': ['./core'],
};

const importDirection = Object.entries(direction).map(([from, to]) => ({
  files: [from.endsWith('.ts') ? from : `${from}/**/*.ts`],
  ignores: tests,
  rules: {
    'import-x/no-restricted-paths': [
      'error',
      {
        zones: [
          {
            target: `./${from}`,
            from: './',
            except: [`./${from}`, './node_modules', ...to],
            message: `${from} may import ${['only', from, ...to].join(' ')}: see CONTRIBUTING.md, "Which way imports point".`,
          },
        ],
      },
    ],
  },
}));

export default defineConfig(
  {
    ignores: [
      'core/schema.ts',
      'client/operations.ts',
      'client/documents.ts',
      '.cache/',
      '.esbuild/',
      '.build/',
      '.serverless/',
      '.local/',
      'coverage/',
      'client/dist/',
      // Linted by `npm run test:clients`, with its own packages.
      'test/clients/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' }, plugins: { 'import-x': importX } },
  {
    extends: [tseslint.configs.strictTypeChecked],
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', 250],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Objects here are closures: their methods do not know `this`, and may be taken off.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: tests,
    rules: {
      // A table of cases is as long as it must be.
      'max-lines': 'off',
      // Jest's matchers, as in expect.objectContaining(…), are `any`.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.object.name='fc'][callee.property.name='assert']:not([arguments.1.callee.name='runs'])",
          message:
            'Say how often by runs(…) of test/runs.ts: from a seed of its own, a property fails when nobody changed anything.',
        },
      ],
    },
  },
  {
    files: ['functions/**/*.ts', 'local/**/*.ts', 'client/cli/**/*.ts', 'deploy/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-imports': ['error', { patterns: [ofTests] }],
    },
  },

  ...importDirection,
  {
    // What runs after `npm ci --omit=dev` leans on `dependencies` alone.
    files: ['core/**/*.ts', 'functions/**/*.ts', 'local/**/*.ts', 'client/cli/**/*.ts', 'grants.ts'],
    ignores: tests,
    rules: {
      'import-x/no-extraneous-dependencies': ['error', { devDependencies: false, packageDir: import.meta.dirname }],
    },
  },
  {
    // Pure: no package, no environment, no clock, no randomness.
    files: ['core/**/*.ts', 'grants.ts'],
    ignores: tests,
    languageOptions: { globals: { TextEncoder: 'readonly' } },
    rules: {
      'no-undef': 'error',
      'no-restricted-globals': [
        'error',
        'Date',
        'Intl',
        'WeakRef',
        'FinalizationRegistry',
        'eval',
        'Function',
        'globalThis',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Core is pure: take it as an argument.' },
      ],
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^[^.]', message: 'Core is pure: it imports nothing but core.' }, ofTests] },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression, MetaProperty', message: 'Core is pure: no dynamic import, no import.meta.' },
      ],
    },
  },
  {
    files: ['client/**/*.ts'],
    ignores: [...tests, 'client/cli/**', 'client/build.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only functions/, local/ and client/cli/ read the environment.',
        },
      ],
    },
  },

  {
    files: ['resolvers/**/*.ts'],
    ignores: tests,
    extends: [appsync.configs.recommended],
    rules: {
      ...appsyncGaps,
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!\\.|@aws-appsync/utils(/|$))',
              message: 'Resolvers import @aws-appsync/utils and types of core.',
            },
            { regex: '^\\.\\./', allowTypeImports: true, message: 'Resolvers import types only from core.' },
          ],
        },
      ],
    },
  },
  {
    // Never on disk: test/resolverBundles.test.ts gives this name to what esbuild makes of a resolver.
    files: ['resolvers/**/*.bundle.js'],
    extends: [appsync.configs.base],
    rules: appsyncGaps,
  },
);
