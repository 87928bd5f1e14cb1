/**
 * Calls the pre-token-generation trigger and reads its answer by Cognito's rules of what it may change.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
import type { PreTokenGenerationEvent } from '../../functions/preTokenGeneration.ts';
import { CognitoError } from './cognitoError.ts';

export type TriggerSource = 'TokenGeneration_Authentication' | 'TokenGeneration_RefreshTokens';

/** The trigger: a Lambda function. A rejection is the function's failure. */
export type PreTokenGeneration = (event: unknown) => Promise<unknown>;

/** What the trigger adds to one token and takes out of it, reserved claims already left out. */
export interface ClaimChanges {
  readonly add: ReadonlyMap<string, unknown>;
  /** Wins over `add`. */
  readonly suppress: ReadonlySet<string>;
}

/** The trigger's answer. `groups` undefined keeps the groups. */
export interface TokenCustomization {
  readonly id: ClaimChanges;
  readonly access: ClaimChanges;
  readonly scopesToAdd: readonly string[];
  readonly scopesToSuppress: readonly string[];
  readonly groups: readonly string[] | undefined;
}

/** Claims that a trigger can neither add, change nor suppress, in either token. */
const reserved = new Set(
  (
    'acr amr at_hash aud auth_time azp client_id device_key event_id exp iat identities iss jti nbf nonce origin_jti ' +
    'scope sub token_use username version'
  ).split(' '),
);

const canAdd = (name: string): boolean =>
  !reserved.has(name) && !name.startsWith('cognito:') && !name.startsWith('dev:');

// Groups are suppressed as a claim but set by groupOverrideDetails.
const canSuppress = (name: string): boolean =>
  name === 'cognito:groups' || (!reserved.has(name) && !name.startsWith('cognito:'));

const unrecognizable = () => new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');

const object = (value: unknown): Readonly<Record<string, unknown>> => {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw unrecognizable();
  return value as Readonly<Record<string, unknown>>;
};

const strings = (value: unknown): readonly string[] => {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) throw unrecognizable();
  return value;
};

const readChanges = (value: unknown): ClaimChanges => {
  const { claimsToAddOrOverride, claimsToSuppress } = object(value);
  const claims = Object.entries(object(claimsToAddOrOverride));
  return {
    add: new Map(claims.filter(([name, claim]) => canAdd(name) && claim !== null)),
    suppress: new Set(strings(claimsToSuppress).filter(canSuppress)),
  };
};

/** Reserved names are passed over without an error. @throws {CognitoError} InvalidLambdaResponseException */
export const readCustomization = (answer: unknown): TokenCustomization => {
  if (typeof answer !== 'object' || answer === null) throw unrecognizable();
  // Lambda's answer is JSON: what JSON cannot carry is gone, and nothing is shared with the function.
  const { response } = JSON.parse(JSON.stringify(answer)) as { response?: unknown };
  const details = object(object(response)['claimsAndScopeOverrideDetails']);
  const access = object(details['accessTokenGeneration']);
  return {
    id: readChanges(details['idTokenGeneration']),
    access: readChanges(access),
    scopesToAdd: strings(access['scopesToAdd']).filter((scope) => /^\S+$/.test(scope)),
    scopesToSuppress: strings(access['scopesToSuppress']),
    // Given but empty or null, it removes the groups.
    groups: Object.hasOwn(details, 'groupOverrideDetails')
      ? strings(object(details['groupOverrideDetails'])['groupsToOverride'])
      : undefined,
  };
};

/** @throws {CognitoError} UserLambdaValidationException when the trigger refuses, UnexpectedLambdaException on a timeout. */
export const customizeTokens = async (
  trigger: PreTokenGeneration,
  event: PreTokenGenerationEvent,
): Promise<TokenCustomization> => {
  let answer: unknown;
  try {
    answer = await trigger(event);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error('Unhandled');
    const type =
      name === 'Lambda:ExecutionTimeoutException' ? 'UnexpectedLambdaException' : 'UserLambdaValidationException';
    throw new CognitoError(type, `PreTokenGeneration failed with error ${message}`);
  }
  return readCustomization(answer);
};
