/** Conditions that a grant adds to everything vended under it: from where, and when, its credentials can be used. */
import { quote } from './errors.ts';
import { GrantsError } from './grantsError.ts';
import { epochSeconds } from './policy/dateTime.ts';
import type { Conditions, OneOrMany } from './policy/document.ts';
import { ipRange } from './policy/ipRange.ts';
import { oneOrMany } from './policy/oneOrMany.ts';
import { fieldsOf } from './fieldsOf.ts';

/**
 * How grants.ts writes them. All must hold.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export interface ConditionsDeclaration {
  /** Networks from which requests must come, in CIDR: `aws:SourceIp`. Requests through a VPC endpoint come from none. */
  readonly sourceIp?: readonly string[];
  /** VPCs from which requests must come, through an endpoint of theirs: `aws:SourceVpc`. */
  readonly sourceVpc?: readonly string[];
  /** VPC endpoints through which requests must come: `aws:SourceVpce`. */
  readonly sourceVpce?: readonly string[];
  /** Before this the credentials can do nothing, as `2026-12-01T08:00:00Z`: `aws:CurrentTime`. */
  readonly notBefore?: string;
  /** From this on the credentials can do nothing, in the same form. */
  readonly notAfter?: string;
  /** Requests must come through TLS: `aws:SecureTransport`. The Vend policy that this project has requires it of all anyway. */
  readonly secureTransport?: true;
}

/** A session policy has no room for more. */
const MOST = 20;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const whyNoNetwork = (text: string): string | undefined => {
  const [, length] = /^[^/]+\/(\d{1,3})$/.exec(text) ?? [];
  if (length === undefined || ipRange(text) === undefined)
    return 'is no network in CIDR, such as "198.51.100.0/24" or "2001:db8::/32"';
  return Number(length) === 0 ? 'is every address' : undefined;
};

const whyNoId =
  (kind: string) =>
  (text: string): string | undefined =>
    text.startsWith(`${kind}-`) && /^[0-9a-f]{8,17}$/.test(text.slice(kind.length + 1))
      ? undefined
      : `is not like "${kind}-0123456789abcdef0"`;

const listOf = (value: unknown, path: string, whyNot: (text: string) => string | undefined): OneOrMany => {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST)
    throw new GrantsError(path, `is not a list of 1 to ${String(MOST)}`);
  return oneOrMany(
    Array.from<unknown>(value).map((one, index) => {
      const reason = typeof one === 'string' ? whyNot(one) : 'is not a string';
      if (reason !== undefined) throw new GrantsError(`${path}[${String(index)}]`, `${quote(one)} ${reason}`);
      return one as string;
    }),
  );
};

const instantOf = (value: unknown, path: string): string => {
  if (typeof value === 'string' && INSTANT.test(value) && epochSeconds(value) !== undefined) return value;
  throw new GrantsError(path, `${quote(value)} is not like "2026-12-01T08:00:00Z"`);
};

/**
 * Reads the `conditions` of a grant. Undefined: it has none.
 *
 * @throws GrantsError
 */
export const grantConditions = (declared: unknown, path: string): Conditions | undefined => {
  if (declared === undefined) return undefined;
  const { sourceIp, sourceVpc, sourceVpce, notBefore, notAfter, secureTransport } = fieldsOf(declared, path, [
    'sourceIp',
    'sourceVpc',
    'sourceVpce',
    'notBefore',
    'notAfter',
    'secureTransport',
  ]);
  const at = (field: string) => `${path}.${field}`;
  const from = notBefore === undefined ? undefined : instantOf(notBefore, at('notBefore'));
  const to = notAfter === undefined ? undefined : instantOf(notAfter, at('notAfter'));
  // Both are written alike, so that they sort as they follow each other.
  if (from !== undefined && to !== undefined && from >= to)
    throw new GrantsError(at('notAfter'), 'is not after notBefore');
  if (secureTransport !== undefined && secureTransport !== true)
    throw new GrantsError(at('secureTransport'), 'is not true; leave it out');
  const network = {
    ...(sourceVpc !== undefined && { 'aws:SourceVpc': listOf(sourceVpc, at('sourceVpc'), whyNoId('vpc')) }),
    ...(sourceVpce !== undefined && { 'aws:SourceVpce': listOf(sourceVpce, at('sourceVpce'), whyNoId('vpce')) }),
  };
  if (sourceIp !== undefined && Object.keys(network).length > 0)
    throw new GrantsError(at('sourceIp'), 'does not go with sourceVpc or sourceVpce: no request could meet both');
  const conditions: Conditions = {
    ...(sourceIp !== undefined && { IpAddress: { 'aws:SourceIp': listOf(sourceIp, at('sourceIp'), whyNoNetwork) } }),
    ...(Object.keys(network).length > 0 && { StringEquals: network }),
    ...(from !== undefined && { DateGreaterThanEquals: { 'aws:CurrentTime': from } }),
    ...(to !== undefined && { DateLessThan: { 'aws:CurrentTime': to } }),
    ...(secureTransport === true && { Bool: { 'aws:SecureTransport': 'true' } }),
  };
  if (Object.keys(conditions).length === 0) throw new GrantsError(path, 'is empty; leave it out');
  return conditions;
};

/** Both conditions. They have no key under the same operator in common. */
export const bothConditions = (one: Conditions | undefined, other: Conditions | undefined): Conditions | undefined => {
  if (one === undefined || other === undefined) return one ?? other;
  const operators = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...operators].map((operator) => [operator, { ...one[operator], ...other[operator] }]));
};
