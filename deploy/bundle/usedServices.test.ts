/** A built function has the definitions of the services that grants.ts uses, the names of all, and refuses as the sources do. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import * as index from '../../core/scopes/index.ts';
import { grantOn, member, serviceWith } from '../../test/fixtures.ts';
import { refusalOf } from '../../test/refusal.ts';
import { planVend } from '../../core/plan.ts';
import { usedServices, withUsed } from './usedServices.js';

const project = path.resolve(import.meta.dirname, '../..');
const source = readFileSync(path.join(project, 'core/scopes/index.ts'), 'utf8');

it('leaves out every definition that is not used, and no other', () => {
  const text = withUsed(source, new Set(['sqs', 'iot'])) as string;
  const left = [...text.matchAll(/^import \{ (\w+) \} from '\.\/\w+\.ts';$/gm)].map(([, name]) => name);
  expect(left.sort()).toEqual(['iot', 'sqs']);
  const out = [...text.matchAll(/^const (\w+) = undefined;$/gm)].map(([, name]) => name);
  expect([...left, ...out].sort()).toEqual([...index.serviceNames].sort());
});

it('builds an index of the sample’s services that knows the names of all', async () => {
  const { outputFiles } = await build({
    entryPoints: [path.join(project, 'core/scopes/index.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins: [usedServices()],
  });
  const text = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  const built = (await import(`data:text/javascript;base64,${text}`)) as typeof index;
  expect(built.serviceNames).toEqual(index.serviceNames);
  expect(built.services.map(({ name }) => name)).toEqual(['s3', 'dynamodb']);
  expect([built.serviceNamed('sqs'), built.serviceNamed('s3')?.name]).toEqual([undefined, 's3']);
});

it.each(index.serviceNames.filter((name) => name !== 's3'))(
  'asks of %s without a resource of it are refused before they are read',
  (name) => {
    const service = serviceWith(grantOn({ whole: true }));
    const asking = (list: unknown) => refusalOf(() => planVend(service, member, { scope: { [name]: list } }));
    expect(asking([{ resource: 'a', access: [Object.keys(index.serviceNamed(name)?.access ?? {})[0]] }])).toMatchObject(
      {
        code: 'NotGranted',
        message: expect.stringContaining('on "a"') as string,
        info: { path: `scope.${name}[0]`, resource: 'a' },
      },
    );
    expect(asking([{ nonsense: true }]).code).toBe('NotGranted');
    expect(asking('a').code).toBe('InvalidScope');
  },
);
