/** Jest runs TypeScript as ES modules; types are checked by `npm run types`. */
export default {
  testEnvironment: 'node',
  // Jest's own default leaves one core idle, which on two cores is half of them.
  maxWorkers: '100%',
  // A machine that is busy with other work is slow, not wrong. FUZZ: see test/runs.ts.
  testTimeout: 30_000 * Number(process.env['FUZZ'] ?? 1),
  reporters: ['default', '<rootDir>/test/otherTests.js'],
  extensionsToTreatAsEsm: ['.ts'],
  setupFiles: ['<rootDir>/test/setup.ts'],
  transform: { '\\.ts$': '<rootDir>/test/esbuildTransform.js' },
  testMatch: ['<rootDir>/{core,functions,resolvers,client,local,deploy,test,bench}/**/*.test.ts'],
  modulePathIgnorePatterns: [
    '<rootDir>/.serverless',
    '<rootDir>/.esbuild',
    '<rootDir>/.build',
    '<rootDir>/.cache',
    '<rootDir>/client/dist',
    '<rootDir>/test/clients',
  ],
};
