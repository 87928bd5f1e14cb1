import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import { contentBytes } from './budget.ts';

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('', '\0', '\x7f', '\x80', 'é', '𝄞a'));

it('counts bytes as UTF-8 has them', () => {
  fc.assert(
    fc.property(text, text, text, (policy, Key, Value) => {
      const bytes = [policy, Key, Value].reduce((sum, one) => sum + Buffer.byteLength(one), 0);
      expect(contentBytes({ policy, tags: [{ Key, Value }] })).toBe(bytes);
    }),
    runs(500),
  );
});

it('counts a session without a policy by its tags alone', () => {
  expect(contentBytes({ policy: undefined, tags: [{ Key: 'v0', Value: 'é' }] })).toBe(4);
});
