/** Calls AssumeRole, and says in the service's own words what went wrong. */
import { AssumeRoleCommand, type AssumeRoleResponse, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { VendError } from '../core/errors.ts';
import type { Plan } from '../core/plan.ts';
import { contentBytes } from '../core/policy/budget.ts';
import { halves, type ScopeText, splitFor } from '../core/sessionPolicy.ts';
import type { Ports, RoleSession } from '../core/assumeRole.ts';

/**
 * An STS client of the function's own Region. Three tries of 2.5 seconds each, so that an answer comes within the function's
 * ten seconds.
 */
export const stsClient = (config: STSClientConfig = {}): STSClient =>
  new STSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2500, throwOnRequestTimeout: true },
    ...config,
  });

const NOT_ASSUMABLE = new Set(['AccessDenied', 'AccessDeniedException', 'RegionDisabledException', 'RegionDisabled']);
const TOO_LARGE = new Set(['PackedPolicyTooLarge', 'PackedPolicyTooLargeException']);
const THROTTLED = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
]);
// The function's own credentials: a fresh function instance has fresh ones.
const OWN_CREDENTIALS = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'CredentialsProviderError',
]);
const RETRY_AFTER_SECONDS = 5;

interface SdkError {
  readonly name: string;
  readonly message?: string;
  /** Of a failed connection, which says more than its name: ECONNRESET is called TimeoutError too. */
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

// Below what AWS says it takes: the token grows in steps.
const SAFETY = 0.9;

/** What share of its room AWS says was used, over 1; undefined when it does not say. Only numbers are read from the message. */
const shareUsed = (message: string): number | undefined => {
  const [, percent] = /(\d{3,6})%/.exec(message) ?? [];
  const [, used, allowed] = /(\d{2,6}) bytes\D+(\d{2,6}) bytes/.exec(message) ?? [];
  const share = percent === undefined ? Number(used) / Number(allowed) : Number(percent) / 100;
  return share > 1 ? share : undefined;
};

/** Scopes to vend in the place of one that AWS finds too large: as large as it lets hope for, or else halves. */
const smaller = (
  message: string,
  { parts, room, sessionPolicy, sessionTags }: Plan,
): readonly ScopeText[] | undefined => {
  const share = shareUsed(message);
  if (share === undefined) return halves(parts);
  const takenBytes = (contentBytes({ policy: sessionPolicy, tags: sessionTags }) / share) * SAFETY;
  const split = splitFor(parts, { ...room, takenBytes });
  return split !== undefined && split.length > 1 ? split : halves(parts);
};

/** The service's error for one of the SDK's. Its message and its answer stay behind: they can hold what nobody should read. */
const vendError = (error: SdkError, plan: Plan): VendError => {
  const { name, message = '', code, $metadata: { httpStatusCode: status = 0 } = {} } = error;
  const cause = { name: typeof code === 'string' ? code : name, status };
  if (NOT_ASSUMABLE.has(name)) {
    return new VendError(
      'VendRoleNotAssumable',
      'AWS does not let the service assume its role. Tell those who run the service: its trust policy, its Lambda policy or the Region is not set up for it.',
      {},
      { cause },
    );
  }
  if (TOO_LARGE.has(name)) {
    const split = smaller(message, plan) ?? null;
    const next = split ? 'Vend the scopes in errorInfo.split' : 'Ask for less';
    return new VendError(
      'ScopeTooLarge',
      `AWS finds the session token too large with this session policy and the session tags. ${next}.`,
      { split },
      { cause },
    );
  }
  if (THROTTLED.has(name) || status === 429) {
    return new VendError(
      'StsThrottled',
      `AWS STS is busy. Try again after ${String(RETRY_AFTER_SECONDS)} seconds.`,
      { retryAfterSeconds: RETRY_AFTER_SECONDS },
      { cause },
    );
  }
  if (OWN_CREDENTIALS.has(name) || status >= 500 || status < 400) {
    return new VendError('StsUnavailable', 'AWS STS did not give a usable answer in time. Try again.', {}, { cause });
  }
  return new VendError('Internal', 'AWS STS refused what the service sent.', {}, { cause });
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Half an answer is none. */
const roleSession = (answered: AssumeRoleResponse): RoleSession => {
  const { Credentials, AssumedRoleUser, SessionTokenUtilization, SessionTokenSize } = answered;
  const {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: expiration,
  } = Credentials ?? {};
  const assumedRoleArn = AssumedRoleUser?.Arn;
  if (!isText(accessKeyId) || !isText(secretAccessKey) || !isText(sessionToken) || !isText(assumedRoleArn))
    throw incomplete();
  if (!(expiration instanceof Date) || Number.isNaN(expiration.getTime())) throw incomplete();
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    expiration,
    assumedRoleArn,
    sessionTokenUtilization: SessionTokenUtilization,
    sessionTokenSize: SessionTokenSize,
  };
};

const incomplete = () =>
  Object.assign(new Error('AWS STS answered without whole credentials'), { name: 'IncompleteAnswer' });

/**
 * The port of `vend` to STS.
 *
 * @param signal ends the call, tries and waits included
 */
export const assumeRole =
  (client: STSClient, signal: AbortSignal): Ports['assumeRole'] =>
  async ({ Tags, ...request }, plan) => {
    try {
      return roleSession(
        await client.send(new AssumeRoleCommand({ ...request, Tags: [...Tags] }), { abortSignal: signal }),
      );
    } catch (error) {
      throw vendError(error as SdkError, plan);
    }
  };
