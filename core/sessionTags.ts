/** Session tags: what grants.ts says of them, and what a caller's are. */
import type { Caller } from './caller.ts';
import { claimValue } from './claims.ts';
import { checkClaim } from './grantClaims.ts';
import { GrantsError } from './grantsError.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html */
export interface SessionTag {
  readonly Key: string;
  readonly Value: string;
}

/** Session tag key → claim whose value it takes. */
export type SessionTags = ReadonlyMap<string, string>;

const TAG = /^[\w.-]{1,100}$/;
const CLAIM = /^\$\{claims\.([\w:.-]+)\}$/;

/**
 * Reads `sessionTags` of grants.ts. `vend:sub` is always among them.
 *
 * @throws GrantsError
 */
export const sessionTagsOf = (declared: unknown): SessionTags => {
  const tags = new Map([['vend:sub', 'sub']]);
  for (const [key, template] of Object.entries(declared ?? {})) {
    const path = `sessionTags.${key}`;
    const claim = typeof template === 'string' ? CLAIM.exec(template)?.[1] : undefined;
    if (claim === undefined) throw new GrantsError(path, 'is not of the form ${claims.NAME}');
    checkClaim(claim, path);
    if (!TAG.test(key) || [...tags.keys()].some((other) => other.toLowerCase() === `vend:${key}`.toLowerCase())) {
      throw new GrantsError(
        path,
        'is no tag key of its own: letters, digits and _.- , distinct in any case, and not sub',
      );
    }
    tags.set(`vend:${key}`, claim);
  }
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  if (tags.size > 50) throw new GrantsError('sessionTags', 'are more than 50');
  return tags;
};

/** The session tags of a caller. A tag whose claim is missing or unusable is left out, never set empty. */
export const sessionTagsFor = (tags: SessionTags, caller: Caller): readonly SessionTag[] =>
  [...tags].flatMap(([Key, claim]) => {
    const Value = claimValue(caller, claim);
    return typeof Value === 'string' ? [{ Key, Value }] : [];
  });
