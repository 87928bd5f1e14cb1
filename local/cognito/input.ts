/** Reads the members of an API request; every value in it is the client's. */
import { CognitoError, invalidParameter } from './cognitoError.ts';

/** A request's JSON body. */
export type Input = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrongType = (name: string, expected: string) =>
  new CognitoError('SerializationException', `${name} must be ${expected}.`);

/** @throws {CognitoError} SerializationException when the body is not a JSON object. */
export const parseInput = (body: Buffer): Input => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw wrongType('The request body', 'JSON');
  }
  if (!isObject(parsed)) throw wrongType('The request body', 'a JSON object');
  return parsed;
};

/** A member that must be there. */
export const text = (input: Input, name: string): string => {
  const value = Object.hasOwn(input, name) ? (input[name] ?? undefined) : undefined;
  if (value === undefined) {
    const member = name.charAt(0).toLowerCase() + name.slice(1);
    throw invalidParameter(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must not be null`,
    );
  }
  if (typeof value !== 'string') throw wrongType(name, 'a string');
  return value;
};

/** A member that is a map of strings; left out, it is empty. */
export const textMap = (input: Input, name: string): ReadonlyMap<string, string> => {
  const value = Object.hasOwn(input, name) ? (input[name] ?? {}) : {};
  if (!isObject(value)) throw wrongType(name, 'a map of strings');
  return new Map(
    Object.entries(value).map(([key, entry]) => {
      if (typeof entry !== 'string') throw wrongType(`Each value of ${name}`, 'a string');
      return [key, entry];
    }),
  );
};

/** A value of AuthParameters or ChallengeResponses that must be there. */
export const parameter = (parameters: ReadonlyMap<string, string>, name: string): string => {
  const value = parameters.get(name);
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
};
