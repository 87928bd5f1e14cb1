/** The files of this project as a commit would hold them, without what npm, the tools and the local stack write. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

const written = readFileSync(path.join(root, '.gitignore'), 'utf8')
  .split('\n')
  .filter((line) => line.endsWith('/'))
  .map((line) => line.slice(0, -1));

const filesIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    const isWritten = entry.name === '.git' || written.includes(entry.name) || written.includes(file);
    if (entry.isDirectory()) return isWritten ? [] : filesIn(file);
    return [file];
  });

/** Paths from the project's root, with `/` on every system. */
export const projectFiles: readonly string[] = filesIn('.');

/** The text of a file, by its path from the project's root. */
export const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');
