/** The functions' bundles, as they are in the zips: small, without source maps, and marked with their build. */
import { createHash } from 'node:crypto';
import type { PackagedTemplate } from './packagedOnce.ts';
import { packagedOnce } from './packagedOnce.ts';

// The vending function with JWT verification; the others need no more room than they have.
const BUDGETS = { vend: 180_000, preview: 90_500, preTokenGeneration: 2_000 };

describe.each(['dev', 'prod'])('in stage %s', (stage) => {
  let packaged: PackagedTemplate;
  beforeAll(async () => {
    packaged = await packagedOnce(stage);
  }, 120_000);
  const codeOf = (key: string): string => packaged.files[key]?.[`functions/${key}.js`] ?? '';

  it('has a budget for every function', () => {
    expect(Object.keys(packaged.files).sort()).toEqual(Object.keys(BUDGETS).sort());
  });

  it.each(Object.entries(BUDGETS))('%s has at most %d bytes', (key, budget) => {
    const bytes = Buffer.byteLength(codeOf(key));
    expect(bytes).toBeGreaterThan(500);
    expect(bytes).toBeLessThanOrEqual(budget);
  });

  it.each(Object.keys(BUDGETS))('%s comes without a source map, and names its build', (key) => {
    const code = codeOf(key);
    const id = createHash('sha256')
      .update(code.replace(/\/\/# sourceURL=.*\n$/, ''))
      .digest('hex')
      .slice(0, 12);
    expect(code).not.toContain('sourceMappingURL');
    expect(Object.keys(packaged.files[key] ?? {}).filter((file) => file.endsWith('.map'))).toEqual([]);
    expect(code.endsWith(`//# sourceURL=${key}@${id}.js\n`)).toBe(true);
    expect(Object.keys(packaged.maps)).toContain(`${key}@${id}.js.map`);
  });
});

it('has the same code in every stage', async () => {
  expect((await packagedOnce('dev')).files).toEqual((await packagedOnce('prod')).files);
}, 120_000);
