import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import { compactJson } from './compactJson.ts';

describe('compactJson', () => {
  it('keeps on one line what fits', () => {
    expect(compactJson({ a: [1, 'x'], b: {} }, 40)).toBe('{ "a": [1, "x"], "b": {} }');
  });

  it('breaks what does not, and runs strings on', () => {
    expect(compactJson({ Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], Effect: 'Allow' }, 40)).toBe(
      `{
  "Action": [
    "s3:GetObject", "s3:PutObject",
    "s3:DeleteObject"
  ],
  "Effect": "Allow"
}`,
    );
  });

  it('is the same JSON, whatever the width', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 200 }), (value, width) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(JSON.parse(compactJson(JSON.parse(text), width)))).toBe(text);
      }),
      runs(100),
    );
  });

  it('keeps to the width where no string is longer', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 5, unit: fc.constantFrom('a', 'b') }), { minLength: 1 }), (texts) => {
        for (const line of compactJson({ texts }, 30).split('\n')) expect(line.length).toBeLessThanOrEqual(30);
      }),
      runs(100),
    );
  });
});
