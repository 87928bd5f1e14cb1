/** One row of the bench: how many asks of a yardstick fit, ours and others'. */
import { ASSUMED_TOKEN_OVERHEAD, contentBytes } from '../../core/policy/budget.ts';
import { mostThatFit } from './mostThatFit.ts';
import { asVended, inline, type Packing, packOurs, tagged } from './ours.ts';
import { shapes } from './shapes/index.ts';
import { countTheirs } from './theirs.ts';
import type { Yardstick } from './yardstick.ts';

/** How many asks fit. */
export interface Counts {
  readonly inline: number;
  readonly tagged: number;
  /** What so many take of the session token with tags: how many tags, and bytes of policy and tags as they are. */
  readonly tags: number;
  readonly bytes: number;
  /** What a vend makes of it: with session tags only where the token's bound leaves room, under an overhead as assumed and of nothing. */
  readonly vended: { readonly assumed: number; readonly none: number };
  readonly theirs: readonly (number | undefined)[];
}

/** @throws when a policy does not mean the asks */
export const count = (yardstick: Yardstick): Counts => {
  const ours = (packing: Packing, overhead = 0): number =>
    mostThatFit(yardstick, (asks) => packOurs(asks, packing, overhead) !== undefined);
  const most = ours(tagged);
  const { text: policy, tags = [] } = packOurs(yardstick.asks(most), tagged, 0) ?? {};
  return {
    inline: ours(inline),
    tagged: most,
    tags: tags.length,
    bytes: contentBytes({ policy, tags }),
    vended: { assumed: ours(asVended, ASSUMED_TOKEN_OVERHEAD), none: ours(asVended) },
    theirs: shapes.map((shape) => countTheirs(shape, yardstick)),
  };
};
