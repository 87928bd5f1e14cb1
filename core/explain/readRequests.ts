/** Reads the requests that a client wants explained. Everything in them is hostile until it has been through here. */
import { quote } from '../errors.ts';
import type { Context } from '../policy/evaluate.ts';
import { invalid, isFields } from '../scope.ts';

/** One request as the client put it. */
export interface AskedRequest {
  readonly action: string;
  /** An ARN, `*`, or an alias with or without a part. */
  readonly resource: string;
  readonly context: Context;
  /** Where it stands in the arguments, for messages: `requests[0]`. */
  readonly path: string;
}

const MAX_REQUESTS = 20;
const MAX_KEYS = 30;
const MAX_VALUES = 100;
/** Characters of a resource or a value: the longest ARN that any service has is shorter. */
const MAX_TEXT = 2048;

const ACTION = /^[A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,128}$/;
const KEY = /^[^:*?$]{1,64}:[^*?$]{1,256}$/s;
const TAGS = 'aws:principaltag/';

const textOf = (value: unknown, path: string): string => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string' && value.length <= MAX_TEXT) return value;
  throw invalid(path, `is ${quote(value)}; give text of at most ${String(MAX_TEXT)} characters`);
};

const valuesOf = (value: unknown, path: string): string | readonly string[] => {
  if (!Array.isArray(value)) return textOf(value, path);
  if (value.length > MAX_VALUES) throw invalid(path, `has more than ${String(MAX_VALUES)} values`);
  return Array.from<unknown>(value).map((one) => textOf(one, path));
};

const contextOf = (given: unknown, path: string): Context => {
  if (given === undefined || given === null) return {};
  if (!isFields(given)) throw invalid(path, 'is not a JSON object of condition key → value or list of values');
  const entries = Object.entries(given);
  if (entries.length > MAX_KEYS) throw invalid(path, `has more than ${String(MAX_KEYS)} condition keys`);
  const seen = new Set<string>();
  for (const [key] of entries) {
    const lower = key.toLowerCase();
    if (!KEY.test(key)) throw invalid(path, `has ${quote(key)}, which is no condition key, such as s3:prefix`);
    if (lower.startsWith(TAGS))
      throw invalid(path, `has ${quote(key)}. Session tags are those that the vend sets: leave it out`);
    if (seen.has(lower)) throw invalid(path, `has ${quote(key)} twice, in different case`);
    seen.add(lower);
  }
  return Object.fromEntries(entries.map(([key, value]) => [key, valuesOf(value, `${path}[${quote(key)}]`)]));
};

const requestOf = (input: unknown, path: string): AskedRequest => {
  if (!isFields(input)) throw invalid(path, 'is not a request');
  const { action, resource, context } = input;
  if (typeof action !== 'string' || !ACTION.test(action))
    throw invalid(`${path}.action`, `is ${quote(action)}, which is not one action, such as s3:GetObject`);
  if (typeof resource !== 'string' || resource === '' || resource.length > MAX_TEXT) {
    throw invalid(
      `${path}.resource`,
      `is ${quote(resource)}; give an ARN, or an alias that myGrants shows with what is in it: alias/part`,
    );
  }
  return { action, resource, context: contextOf(context, `${path}.context`), path };
};

/**
 * Reads the argument `requests`. AppSync hands over an AWSJSON parsed.
 *
 * @throws VendError `InvalidScope` with the path of the first mistake
 */
export const readRequests = (input: unknown): readonly AskedRequest[] => {
  if (input === undefined || input === null) return [];
  if (!Array.isArray(input)) throw invalid('requests', 'is not a list');
  if (input.length > MAX_REQUESTS)
    throw invalid('requests', `has more than ${String(MAX_REQUESTS)} requests. Ask for the others apart`);
  return Array.from<unknown>(input).map((request, index) => requestOf(request, `requests[${String(index)}]`));
};
