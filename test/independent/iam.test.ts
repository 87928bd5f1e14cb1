/** core/policy/evaluate.ts and a second implementation, written from the documentation alone, say the same. */
import fc from 'fast-check';
import { evaluate, evaluateSession } from '../../core/policy/evaluate.ts';
import { runs } from '../runs.ts';
import { decide, sessionMay } from './iam.ts';
import type { Answer } from './iam.ts';
import { policy, request } from './policies.ts';

const RUNS = 3000;

it('judges policies of one kind alike', () => {
  const seen = new Map<Answer, number>();
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 2 }), request, (policies, asked) => {
      const answer = decide(policies, asked);
      seen.set(answer, (seen.get(answer) ?? 0) + 1);
      expect(evaluate(policies, asked)).toBe(answer);
    }),
    runs(RUNS),
  );
  // Else the policies are too odd to say anything.
  expect([...seen.values()].every((count) => count > RUNS / 50)).toBe(true);
  expect(seen.size).toBe(3);
});

it('judges sessions alike', () => {
  fc.assert(
    fc.property(policy, fc.option(policy, { nil: undefined }), request, (role, session, asked) => {
      const { decision } = evaluateSession({ identity: role, session }, asked);
      expect(decision === 'Allow').toBe(sessionMay([role], session && [session], asked));
    }),
    runs(RUNS / 3),
  );
});
