/** Whether every `*` of the policies in the YAML files has its reason written next to it. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from './finding.ts';

/** A line of a statement and its indentation; comments are lines, too. */
const indentOf = (line: string): number => line.search(/\S/);

const BEGINS = /^\s*- (Sid|Effect|Action|NotAction|Resource|NotResource|Principal):/;

/** Whole-element wildcards: all resources, all actions of all services or of one. A star at the end of a path is none. */
const WILDCARD = /(^|[\s[,'"])(\*|[a-z0-9-]+:[A-Za-z]*\*)(['"\],]|\s*$)/;
const ELEMENT = /^\s*(- )?(Action|NotAction|Resource|NotResource|Principal|AWS):/;

/** A statement in a file. */
export interface Block {
  readonly line: number;
  readonly text: readonly string[];
}

/** The statements of a file, from the comment above a `- Sid:` to where the list goes on or ends. */
export const statementBlocks = (text: string): readonly Block[] => {
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    if (!BEGINS.test(line)) return [];
    const indent = indentOf(line);
    let end = start + 1;
    while (end < lines.length && (lines[end] === '' || indentOf(lines[end] ?? '') > indent)) end += 1;
    let from = start;
    while (from > 0 && /^\s*#/.test(lines[from - 1] ?? '')) from -= 1;
    return [{ line: start + 1, text: lines.slice(from, end) }];
  });
};

/** Within which element each line is: a list goes on below its name. */
const wildcardsIn = ({ text }: Block): readonly string[] => {
  let inElement = false;
  return text.flatMap((line) => {
    if (/^\s*#/.test(line)) return [];
    if (ELEMENT.test(line)) inElement = true;
    else if (/^\s*(- )?[\w:-]+:(\s|$)/.test(line) && !/^\s*- [a-z0-9-]+:\S/.test(line)) inElement = false;
    const value = line.replace(/^\s*(- )?([A-Z]\w*:)?\s*/, '').replace(/\s#.*$/, '');
    return inElement && WILDCARD.test(value) ? [value] : [];
  });
};

/** Findings for one file. */
export const unexplained = (file: string, text: string): readonly Finding[] =>
  statementBlocks(text).flatMap((block) => {
    const wildcards = wildcardsIn(block);
    if (wildcards.length === 0 || block.text.some((line) => /(^|\s)#\s*\S/.test(line))) return [];
    return [
      {
        where: `${file}:${String(block.line)}`,
        what: `the statement has ${wildcards.join(' and ')} without a reason`,
        mend: 'Name what it is about, or write above the statement why it must be everything: # …',
      },
    ];
  });

/** All YAML of deploy/ and own/, and serverless.yml. */
export const policyFiles = async (project: string): Promise<readonly (readonly [file: string, text: string])[]> => {
  const folders = await Promise.all(
    ['deploy', 'own'].map(async (folder) => {
      const names = await readdir(path.join(project, folder), { recursive: true }).catch(() => []);
      return names.filter((name) => name.endsWith('.yml')).map((name) => path.join(folder, name));
    }),
  );
  const files = ['serverless.yml', ...folders.flat().sort()];
  return Promise.all(files.map(async (file) => [file, await readFile(path.join(project, file), 'utf8')] as const));
};

/** Findings for all of those files. */
export const unexplainedIn = async (project: string): Promise<readonly Finding[]> =>
  (await policyFiles(project)).flatMap(([file, text]) => unexplained(file, text));
