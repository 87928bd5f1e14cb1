/** The asks of a yardstick as another project states them, each policy read and judged before it counts. */
import { POLICY_LIMIT } from '../../core/policy/budget.ts';
import type { PolicyDocument } from '../../core/policy/document.ts';
import { compilePolicies, evaluate } from '../../core/policy/evaluate.ts';
import { assert } from '../measure.ts';
import { mostThatFit } from './mostThatFit.ts';
import { asked } from './requests.ts';
import type { Shape } from './shapes/shape.ts';
import type { Yardstick, YardstickAsk } from './yardstick.ts';

const proveAllowed = ({ project }: Shape, text: string, asks: readonly YardstickAsk[]): void => {
  const policy = compilePolicies(JSON.parse(text) as PolicyDocument, 'identity');
  for (const ask of asks)
    assert(
      asked(ask).every((request) => evaluate(policy, request) === 'Allow'),
      `${project} allows ${JSON.stringify(ask)}`,
    );
};

/** How many asks the shape can state; undefined where it cannot state the services at all. */
export const countTheirs = (shape: Shape, yardstick: Yardstick): number | undefined => {
  if (shape.policy(yardstick.asks(2)) === undefined) return undefined;
  return mostThatFit(yardstick, (asks) => {
    const text = shape.policy(asks) ?? '';
    proveAllowed(shape, text, asks);
    return text.length <= POLICY_LIMIT;
  });
};
