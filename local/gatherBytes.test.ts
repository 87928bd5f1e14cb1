import fc from 'fast-check';
import { runs } from '../test/runs.ts';
import { gatherBytes } from './gatherBytes.ts';

const gathered = (pieces: readonly Buffer[]) => {
  const all = gatherBytes();
  for (const piece of pieces) all.add(piece);
  return all;
};

it('has all bytes in their order', () => {
  const size = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 4090, max: 4100 }));
  fc.assert(
    fc.property(fc.array(size, { maxLength: 50 }), (sizes) => {
      const pieces = sizes.map((length, index) => Buffer.alloc(length, String(index)));
      const all = gathered(pieces);
      expect(all.size()).toBe(sizes.reduce((sum, length) => sum + length, 0));
      expect(Buffer.concat(all.pieces()).equals(Buffer.concat(pieces))).toBe(true);
    }),
    runs(100),
  );
});

it('makes of a hundred thousand bytes that come one by one a hundred pieces', () => {
  const bytes = Array.from({ length: 100_000 }, () => Buffer.from('x'));
  expect(gathered(bytes).pieces().length).toBeLessThan(100);
});

it('copies no large piece', () => {
  const large = Buffer.alloc(4096);
  expect(gathered([Buffer.from('x'), large, Buffer.from('y')]).pieces()[1]).toBe(large);
});
