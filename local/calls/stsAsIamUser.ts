/** GetFederationToken and GetSessionToken, called by an IAM user. To be loaded after the environment is cleared: it loads the AWS SDK. */
import { randomUUID } from 'node:crypto';
import { GetFederationTokenCommand, GetSessionTokenCommand, STSServiceException } from '@aws-sdk/client-sts';
import type { Credentials } from '@aws-sdk/client-sts';
import type { CredentialsPreview, VendedCredentials } from '../../core/schema.ts';
import { stsClient } from '../../functions/assumeRole.ts';
import type { IamUserKeys } from './iamUserKeys.ts';
import type { ApiError } from './vendOverHttp.ts';

/** The answer of vendCredentials as far as it applies to an IAM user's own call. */
export type IamUsersCredentials = Pick<
  VendedCredentials,
  | 'accessKeyId'
  | 'secretAccessKey'
  | 'sessionToken'
  | 'expiration'
  | 'region'
  | 'sessionPolicy'
  | 'sessionTokenUtilization'
> &
  Partial<Pick<VendedCredentials, 'vendId' | 'scope' | 'unusableGrants'>> & { readonly federatedUserArn?: string };

/** What came back: credentials, or an error in the form that the API's have, with STS's own code. */
export type IamUsersAnswer = { readonly vended: IamUsersCredentials } | { readonly refused: ApiError };

/** Half an answer is none. */
const keysOf = ({ AccessKeyId, SecretAccessKey, SessionToken, Expiration }: Partial<Credentials> = {}) => {
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw new Error('STS answered without whole credentials. Try again.');
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration.toISOString(),
  };
};

/** What STS refuses is an answer; what else goes wrong is thrown. */
const asked = async (
  { region, endpoint, credentials }: IamUserKeys,
  ask: (sts: ReturnType<typeof stsClient>) => Promise<IamUsersCredentials>,
): Promise<IamUsersAnswer> => {
  const sts = stsClient({ region, credentials, ...(endpoint !== undefined && { endpoint }) });
  try {
    return { vended: await ask(sts) };
  } catch (error) {
    if (!(error instanceof STSServiceException)) throw error;
    return { refused: { errorType: error.name, errorInfo: null, message: error.message } };
  } finally {
    sts.destroy();
  }
};

/** `key=value`, as a preview gives them. A key of ours holds no `=`. */
const tagOf = (text: string) => {
  const equals = text.indexOf('=');
  return { Key: text.slice(0, equals), Value: text.slice(equals + 1) };
};

/** A preview of a vend that has a session policy: one of a role has none. */
export type ScopedPreview = CredentialsPreview & { readonly sessionPolicy: string };

/** The vend that a preview describes, by GetFederationToken: the same session policy, tags and duration. It has no source identity. */
export const federate = (
  keys: IamUserKeys,
  { sessionPolicy, sessionTags, durationSeconds, scope, unusableGrants }: ScopedPreview,
): Promise<IamUsersAnswer> => {
  // A UUID, which with its dashes would be four characters too long for a federated user's name.
  const vendId = randomUUID().replaceAll('-', '');
  return asked(keys, async (sts) => {
    const answer = await sts.send(
      new GetFederationTokenCommand({
        Name: vendId,
        Policy: sessionPolicy,
        DurationSeconds: durationSeconds,
        Tags: sessionTags.map(tagOf),
      }),
    );
    return {
      vendId,
      ...keysOf(answer.Credentials),
      federatedUserArn: answer.FederatedUser?.Arn ?? '',
      region: keys.region,
      scope,
      sessionPolicy,
      sessionTokenUtilization: answer.SessionTokenUtilization ?? null,
      unusableGrants,
    };
  });
};

/** The IAM user's whole permissions, for so many seconds. */
export const wholeSession = (keys: IamUserKeys, durationSeconds: number): Promise<IamUsersAnswer> =>
  asked(keys, async (sts) => {
    const answer = await sts.send(new GetSessionTokenCommand({ DurationSeconds: durationSeconds }));
    return {
      ...keysOf(answer.Credentials),
      region: keys.region,
      sessionPolicy: null,
      sessionTokenUtilization: answer.SessionTokenUtilization ?? null,
    };
  });
