/** The credential provider for the AWS SDK for JavaScript v3: credentials of a Scopevend service, vended when needed. */
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { createBackOff } from './backOff.ts';
import { createProvider } from './provider.ts';
import type { VendCredentialsMutation } from './operations.ts';
import { vendOverFetch } from './vendOverFetch.ts';
import { abortReason } from './patience.ts';
import type { CallOptions, VendOptions } from './vendOptions.ts';

/** The whole answer of a vend; `expiration` is on the local clock. */
export type VendedCredentials = Omit<VendCredentialsMutation['vendCredentials'], 'expiration'> & {
  readonly expiration: Date;
};

/** Credentials as the AWS SDK takes them. `expiration` is on the local clock. */
export type VendedIdentity = AwsCredentialIdentity &
  Required<Pick<AwsCredentialIdentity, 'sessionToken' | 'expiration'>>;

/** What an AWS SDK client takes as `credentials`. */
export interface SharedCredentials extends AwsCredentialIdentityProvider {
  /**
   * The credentials: those that are there, or new ones.
   *
   * @throws CredentialsProviderError; the reason of the call's signal
   */
  (options?: CallOptions): Promise<VendedIdentity>;
  /** For the AWS SDK: what is given needs no second cache in each client. */
  memoized: boolean;
  /** As the call, with the whole answer: the effective scope with real names, the session policy, the vend id. */
  vended(options?: CallOptions): Promise<VendedCredentials>;
}

/** Credentials that can be forgotten. */
export interface VendedCredentialsProvider extends SharedCredentials {
  (options?: CallOptions): Promise<VendedIdentity>;
  /** On sign-out: forgets the credentials and ends what is under way. The next call vends anew. */
  purge(): void;
}

/** What of an answer the AWS SDK takes. Without the account: with one, DynamoDB's host name would be another. */
export const identityIn = ({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
}: VendedCredentials): VendedIdentity => ({ accessKeyId, secretAccessKey, sessionToken, expiration });

/**
 * A provider to be shared by all AWS SDK clients of one user. Nothing is sent before credentials are asked for; they are kept in
 * memory only.
 *
 * - However many ask, one vend is under way.
 * - Credentials are renewed from five minutes before their end on (a fifth of a shorter life), by the server's clock. While more
 *   than a minute is left nobody waits for that, and while any time is left nobody suffers from its failure.
 * - After a failure the service is left alone for 1 to 2 s, then up to 4, 8 … 60 s, or for as long as it says.
 *
 * @throws TypeError of an endpoint that no token may be sent to
 */
export const vendedCredentials = (options: VendOptions): VendedCredentialsProvider => {
  const { clock = () => Date.now(), random = () => Math.random(), signal } = options;
  const { get, purge } = createProvider({
    vend: vendOverFetch(options, clock),
    backOff: createBackOff(clock, random),
    clock,
    random,
  });
  signal?.addEventListener('abort', purge);

  const vended = async (call?: CallOptions): Promise<VendedCredentials> => {
    if (signal?.aborted) throw abortReason(signal);
    const { answer, expiresAt } = await get(call);
    return { ...answer, expiration: new Date(expiresAt) };
  };

  return Object.assign(async (call?: CallOptions) => identityIn(await vended(call)), { memoized: true, vended, purge });
};
