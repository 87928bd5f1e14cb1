import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import { isNestedDeeper } from './jsonDepth.ts';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

it('knows the depth of any JSON, whatever its texts hold', () => {
  const brackets = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', 'u', 'ü') });
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      brackets,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(brackets, tie('value'), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 3 }), (list) => {
      const json = Buffer.from(JSON.stringify(list));
      expect([isNestedDeeper(json, depthOf(list)), isNestedDeeper(json, depthOf(list) - 1)]).toEqual([false, true]);
    }),
    runs(100),
  );
});

it.each([{ json: '['.repeat(81) }, { json: '{"a":'.repeat(81) }, { json: '[[]'.repeat(81) }])(
  'finds too deep what is cut short',
  ({ json }) => {
    expect(isNestedDeeper(Buffer.from(json), 80)).toBe(true);
  },
);
