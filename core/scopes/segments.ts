/** Templates of grants: text in segments, of which some are variables that the caller's claims fill in. */
import type { Caller } from '../caller.ts';
import { claimValue, type Unusable } from '../claims.ts';
import { quote } from '../errors.ts';
import { GrantsError } from '../grantsError.ts';

/** Fixed text, or a claim whose value is the whole segment. */
export type TemplateSegment = string | { readonly claim: string };

const VARIABLE = /^\$\{(sub|claims\.([\w:.-]+))\}$/;

/**
 * Reads one segment of a grant.
 *
 * @param between what stands between segments, for the message
 * @throws GrantsError
 */
export const templateSegment = (segment: string, between: string, path: string): TemplateSegment => {
  const [, name, claim] = VARIABLE.exec(segment) ?? [];
  if (name !== undefined) return { claim: claim ?? 'sub' };
  if (/[${}<>]/.test(segment)) {
    throw new GrantsError(
      path,
      `${quote(segment)}: a variable is \${sub} or \${claims.NAME} and fills a whole segment between ${between}`,
    );
  }
  if (/[*?]/.test(segment)) throw new GrantsError(path, `${quote(segment)}: there are no wildcards`);
  return segment;
};

/** The claims that a template uses. */
export const claimsOf = (template: readonly TemplateSegment[]): readonly string[] =>
  template.flatMap((segment) => (typeof segment === 'string' ? [] : [segment.claim]));

/**
 * The template with the caller's values.
 *
 * @param whyNot why the service does not take a value in that place, if it does not: what an ask may not name, no claim may either
 */
export const fillSegments = (
  template: readonly TemplateSegment[],
  caller: Caller,
  whyNot?: (value: string, at: number) => string | undefined,
): readonly string[] | { readonly unusable: Unusable } => {
  const segments: string[] = [];
  for (const [at, segment] of template.entries()) {
    const filled = typeof segment === 'string' ? segment : claimValue(caller, segment.claim);
    if (typeof filled !== 'string') return { unusable: filled };
    const reason = typeof segment === 'string' ? undefined : whyNot?.(filled, at);
    if (typeof segment !== 'string' && reason !== undefined)
      return {
        unusable: {
          claim: segment.claim,
          reason: `The claim ${quote(segment.claim)} of your token ${reason}. Have it corrected for your user, then sign in again.`,
        },
      };
    segments.push(filled);
  }
  return segments;
};
