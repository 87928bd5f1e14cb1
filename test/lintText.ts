/** Lints text by this project's rules as if it were a file. */
import { ESLint, type Linter } from 'eslint';
import path from 'node:path';
import config from '../eslint.config.js';

/** Files that are not there; the ones in TypeScript must be known to its project service all the same. */
const pretended = ['core', 'functions', 'resolvers', 'client', 'client/cli', 'deploy', 'test'].map(
  (folder) => `${folder}/pretended.ts`,
);

const eslint = new ESLint({
  cwd: path.join(import.meta.dirname, '..'),
  overrideConfigFile: true,
  baseConfig: config as Linter.Config[],
  overrideConfig: {
    files: pretended,
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: pretended, defaultProject: 'tsconfig.json' } },
    },
  },
});

/** What is found in `code` if it stands in `file`: `pretended.ts` in one of the folders, or `resolvers/….bundle.js`. */
export const lintText = async (file: string, code: string): Promise<readonly Linter.LintMessage[]> =>
  (await eslint.lintText(code, { filePath: file })).flatMap(({ messages }) => messages);
