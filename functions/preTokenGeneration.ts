/** Pre-token-generation trigger: puts the attribute `custom:tenant` as claim `tenant` into ID and access tokens. */

/**
 * What Cognito sends for event version V2_0 (V3_0 has the same shape).
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export interface PreTokenGenerationEvent {
  /** '1' for V1_0, which cannot change access tokens. */
  readonly version: string;
  /** TokenGeneration_Authentication, TokenGeneration_RefreshTokens … */
  readonly triggerSource: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string };
  readonly request: {
    /** What the user pool stores about the user. A client cannot add to it. */
    readonly userAttributes: Readonly<Record<string, string>>;
    readonly groupConfiguration: {
      readonly groupsToOverride: readonly string[];
      readonly iamRolesToOverride: readonly string[];
      readonly preferredRole: string | null;
    };
    readonly scopes: readonly string[];
    /** Whatever the client wrote into the request: never a source of claims. */
    readonly clientMetadata?: Readonly<Record<string, string>>;
  };
  readonly response: {
    readonly claimsAndScopeOverrideDetails: ClaimsAndScopeOverrideDetails | null;
  };
}

/** What the trigger wants changed. `groupOverrideDetails` left out keeps the groups; empty, it would remove them. */
export interface ClaimsAndScopeOverrideDetails {
  readonly idTokenGeneration?: ClaimChanges;
  readonly accessTokenGeneration?: ClaimChanges;
}

interface ClaimChanges {
  readonly claimsToAddOrOverride: Readonly<Record<string, string>>;
}

/**
 * The event with its response filled in. The claim comes from the stored attribute only: not from `clientMetadata`, which
 * the client writes, and not from a response that came in with the event. (The attribute itself is safe as long as no app
 * client may write it.) Without the attribute there is no claim, and grants that use `claims.tenant` are unusable.
 * @throws {Error} for a V1_0 event: access tokens would silently lack the claim.
 */
export const withTenantClaim = (event: PreTokenGenerationEvent): PreTokenGenerationEvent => {
  if (event.version === '1')
    throw new Error('The trigger got a V1_0 event, which cannot change access tokens. Set its LambdaVersion to V2_0.');
  const attributes = event.request.userAttributes;
  const tenant = Object.hasOwn(attributes, 'custom:tenant') ? attributes['custom:tenant'] : undefined;
  if (!tenant) return { ...event, response: { claimsAndScopeOverrideDetails: null } };
  const changes = { claimsToAddOrOverride: { tenant } };
  return {
    ...event,
    response: { claimsAndScopeOverrideDetails: { idTokenGeneration: changes, accessTokenGeneration: changes } },
  };
};

/** The Lambda's entry point. */
export const handler = async (event: PreTokenGenerationEvent): Promise<PreTokenGenerationEvent> =>
  Promise.resolve(withTenantClaim(event));
