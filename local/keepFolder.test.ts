import path from 'node:path';
import { keepFolder } from './keepFolder.ts';

const own = path.resolve(import.meta.dirname, '../.local');

it.each<[args: string[], environment: Record<string, string>, folder: string | undefined]>([
  [[], {}, undefined],
  [[], { npm_config_keep: '' }, undefined],
  [[], { npm_config_keep: 'false' }, undefined],
  [['--keep'], {}, own],
  [[], { npm_config_keep: 'true' }, own],
  [['--keep-in', 'some/folder'], {}, path.resolve('some/folder')],
  [['--keep', '--keep-in=some/folder'], {}, path.resolve('some/folder')],
  [['--keep-in', path.resolve('/kept')], { npm_config_keep: 'true' }, path.resolve('/kept')],
])('of %j and %j keeps in %s', (args, environment, folder) => {
  expect(keepFolder(args, environment)).toBe(folder);
});

it.each<[args: string[], environment: Record<string, string>]>([
  [['--keep-in='], {}],
  [[], { npm_config_keep_in: 'some/folder' }],
  [['--keep'], { npm_config_keep_in: 'true' }],
  [['--keep-in'], {}],
])('of %j and %j says how it is meant', (args, environment) => {
  expect(() => keepFolder(args, environment)).toThrow(/--keep-in/);
});
