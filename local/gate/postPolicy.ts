/** The policy of a form upload: until when it holds and what the form's fields and file may be. */
import { GateError } from './gateError.ts';
import { accessDenied } from './s3Refusals.ts';

/** Bytes of the file, both ends included. */
export interface LengthRange {
  readonly min: number;
  readonly max: number;
}

/** A condition on a field. */
interface FieldCondition {
  readonly operator: 'eq' | 'starts-with';
  /** In lower case. */
  readonly field: string;
  readonly value: string;
}

interface PostPolicy {
  /** Milliseconds. */
  readonly expiration: number;
  readonly conditions: readonly FieldCondition[];
  readonly ranges: readonly LengthRange[];
}

const invalid = (why: string) => new GateError(400, 'InvalidPolicyDocument', `Invalid Policy: ${why}`);
const against = (why: string) => accessDenied(`Invalid according to Policy: ${why}`);

const parseJson = (base64: string): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64')));
  } catch {
    throw invalid('Invalid JSON.');
  }
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bytes = (value: unknown): number => {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
  throw invalid('Invalid content-length-range. Give two numbers of bytes.');
};

const expirationOf = (value: unknown): number => {
  const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
  const time = typeof value === 'string' && pattern.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw invalid("Invalid 'expiration' value.");
  return time;
};

const conditionsOf = (condition: unknown): readonly (FieldCondition | LengthRange)[] => {
  if (isObject(condition)) {
    return Object.entries(condition).map(([field, value]) => {
      if (typeof value !== 'string') throw invalid('Invalid Simple-Condition: value must be a string.');
      return { operator: 'eq', field: field.toLowerCase(), value };
    });
  }
  if (!Array.isArray(condition) || condition.length !== 3) throw invalid('Invalid condition. It is no list of three.');
  const [name, first, second] = condition as unknown[];
  const operator = typeof name === 'string' ? name.toLowerCase() : '';
  if (operator === 'content-length-range') return [{ min: bytes(first), max: bytes(second) }];
  if (operator !== 'eq' && operator !== 'starts-with') throw invalid('Invalid condition. Unknown operator.');
  if (typeof first !== 'string' || !first.startsWith('$') || typeof second !== 'string') {
    throw invalid(`Invalid ${operator} condition. Name a field as "$field" and give a string.`);
  }
  return [{ operator, field: first.slice(1).toLowerCase(), value: second }];
};

/** @throws GateError InvalidPolicyDocument */
const parsePolicy = (base64: string): PostPolicy => {
  const policy = parseJson(base64);
  if (!isObject(policy)) throw invalid('Invalid JSON.');
  const { expiration, conditions } = policy;
  if (expiration === undefined) throw invalid('Policy missing expiration.');
  if (!Array.isArray(conditions)) throw invalid('Policy missing conditions.');
  const all = (conditions as unknown[]).flatMap(conditionsOf);
  return {
    expiration: expirationOf(expiration),
    conditions: all.filter((condition) => 'operator' in condition),
    ranges: all.filter((condition) => 'min' in condition),
  };
};

/** A list of content types must begin so in each of its members. */
const begins = (field: string, value: string, prefix: string): boolean =>
  (field === 'content-type' ? value.split(/, */) : [value]).every((part) => part.startsWith(prefix));

const holds = ({ operator, field, value }: FieldCondition, given: string | undefined): boolean => {
  if (operator === 'eq') return given === value;
  return value === '' || (given !== undefined && begins(field, given, value));
};

/** Fields that no condition need be about. */
const isFree = (field: string): boolean =>
  ['policy', 'x-amz-signature', 'file'].includes(field) || field.startsWith('x-ignore-');

/**
 * Checks a form against the policy that came with it, whose signature is verified already.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 * @param fields by lower-case name, `bucket` that of the URL, `key` with the file's name put in
 * @returns how long the file may be
 * @throws GateError InvalidPolicyDocument; AccessDenied, Invalid according to Policy
 */
export const checkPostPolicy = (
  base64: string,
  fields: ReadonlyMap<string, string>,
  now: number,
): readonly LengthRange[] => {
  const { expiration, conditions, ranges } = parsePolicy(base64);
  if (now > expiration) throw against('Policy expired.');
  for (const condition of conditions) {
    const { operator, field, value } = condition;
    if (!holds(condition, fields.get(field))) {
      throw against(`Policy Condition failed: ${JSON.stringify([operator, `$${field}`, value])}`);
    }
  }
  const covered = new Set(conditions.map(({ field }) => field));
  const extra = [...fields.keys()].filter((field) => !isFree(field) && !covered.has(field));
  if (extra.length > 0) throw against(`Extra input fields: ${extra.join(', ')}`);
  return ranges;
};
