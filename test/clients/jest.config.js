/** Jest for what is in this folder: run by `npm run test:clients`, which installs and checks first. */
import root from '../../jest.config.js';

export default {
  ...root,
  rootDir: '../..',
  reporters: ['default'],
  testMatch: ['<rootDir>/test/clients/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.serverless', '<rootDir>/.esbuild', '<rootDir>/.cache'],
  // Browsers start slowly on a busy machine.
  testTimeout: 120_000,
};
