/** What a claim's value may be before it fills in a grant's part or a session tag. */
import type { Caller } from './caller.ts';
import { quote, VendError } from './errors.ts';

/** A claim that a grant needs and that this caller's token does not give in a usable form. */
export interface Unusable {
  readonly claim: string;
  readonly reason: string;
}

// What a session tag's value can hold, without `/` and without white space other than the blank:
// https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html
const USABLE = /^[\p{L}\p{N}_.:=+\-@ ]{1,256}$/u;

const whyNot = (value: string): string | undefined => {
  if (value === '') return 'is empty';
  if (value.length > 256) return `has ${String(value.length)} characters, 256 at most can be used`;
  // Folders of their own in a path, and any level of an MQTT topic.
  if (value === '.' || value === '..' || value === '+') return `is ${quote(value)}, which is no name`;
  if (value.startsWith(' ') || value.endsWith(' ')) return `begins or ends with a blank: ${quote(value)}`;
  if (!USABLE.test(value)) return `holds a character other than letters, digits, blanks and _.:=+-@ : ${quote(value)}`;
  return undefined;
};

/**
 * The value of a claim as text that fills exactly one segment of a path and fits in a session tag, or why it cannot.
 * A value is data: with a wildcard, a slash or a variable in it, it is not used at all.
 */
export const claimValue = (caller: Caller, claim: string): string | Unusable => {
  const value = caller.claims.get(claim);
  if (value === undefined) {
    return {
      claim,
      reason: `Your token has no claim ${quote(claim)}. Have it set up for your user (the service puts the attribute custom:${claim} into ID and access tokens as ${claim}), then sign in again.`,
    };
  }
  const reason = whyNot(value);
  if (reason === undefined) return value;
  return {
    claim,
    reason: `The claim ${quote(claim)} of your token ${reason}. Have it corrected for your user, then sign in again.`,
  };
};

/** The error for an ask that only an unusable grant might have covered. */
export const claimUnusable = ({ claim, reason }: Unusable, info: Readonly<Record<string, unknown>> = {}): VendError =>
  new VendError('ClaimUnusable', reason, { claim, ...info });
