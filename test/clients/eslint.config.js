/** The project's own rules, for what is in this folder; the project's lint run leaves it out, as its packages may not be there. */
import { defineConfig } from 'eslint/config';
import project from '../../eslint.config.js';

export default defineConfig({ ignores: ['node_modules/'] }, project, {
  files: ['**/*.ts'],
  rules: {
    // As in the project's tests: Jest's matchers are `any`.
    '@typescript-eslint/no-unsafe-argument': 'off',
    '@typescript-eslint/no-unsafe-assignment': 'off',
  },
});
