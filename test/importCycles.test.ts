/** Imports lead nowhere in a circle, those of types neither: each file can be read with only the files below it. */
import path from 'node:path';
import ts from 'typescript';
import { cycleIn } from './cycle.ts';
import { projectFiles, textOf } from './projectFiles.ts';

const sources = projectFiles.filter((file) => /\.tsx?$/.test(file));

const importsOf = (file: string): readonly string[] =>
  ts
    .preProcessFile(textOf(file))
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => path.posix.join(path.posix.dirname(file), fileName));

const imports = new Map(sources.map((file) => [file, importsOf(file)]));

it('reads imports of values, of types and of what is passed on', () => {
  expect(imports.get('functions/vend.ts')).toContain('functions/vendHandler.ts');
  expect(imports.get('core/kmsKey.ts')).toContain('core/resources.ts');
  expect([...imports.values()].flat().length).toBeGreaterThan(1_000);
});

it('has no cycle', () => {
  expect(cycleIn(sources, (file) => imports.get(file) ?? [])).toBeUndefined();
});
