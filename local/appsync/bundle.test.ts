import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleResolver } from './bundle.ts';
import { loadResolverCode } from './runtime.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scopevend-'));
  const resolver = (imported: string): string => `
    import { util, type Context } from '@aws-appsync/utils';
    import { ${imported} } from './shared.ts';
    export function request(ctx: Context) { return { operation: 'Invoke', payload: ${imported}(ctx.args) }; }
    export const response = (ctx: Context) => (ctx.error ? util.error(ctx.error.message, ctx.error.type) : ctx.result);`;
  await writeFile(path.join(folder, 'resolver.ts'), resolver('stamped'));
  await writeFile(path.join(folder, 'long.ts'), resolver('long'));
  await writeFile(
    path.join(folder, 'shared.ts'),
    `import { util as u } from '@aws-appsync/utils';
    export const stamped = (value: unknown) => ({ value, at: u.time.nowEpochSeconds() });
    export const long = (value: unknown) => [value, '${'x'.repeat(33_000)}'];`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe('bundleResolver', () => {
  it('makes a bundle that the runtime runs', async () => {
    const code = loadResolverCode(await bundleResolver('resolver.ts', folder));
    expect(code.run('request', { arguments: { a: 1 } }, 5000)).toMatchObject({
      value: { operation: 'Invoke', payload: { value: { a: 1 }, at: 5 } },
    });
    expect(code.run('response', { error: { message: 'No.', type: 'T' } }, 0)).toMatchObject({
      error: { message: 'No.', type: 'T' },
    });
  });

  it('leaves out what is not used and any source map', async () => {
    const code = await bundleResolver('resolver.ts', folder);
    expect(code.length).toBeLessThan(1000);
    expect(code).not.toContain('sourceMappingURL');
  });

  it('refuses a bundle that AppSync would not take', async () => {
    await expect(bundleResolver('long.ts', folder)).rejects.toThrow(
      /long\.ts makes a bundle of 33\d+ characters; AppSync takes 32768/,
    );
  });
});
