/** `scopevend/amplify`: lets Amplify JavaScript (6 and later) use vended credentials, for Storage and whatever else it signs. */
import { CredentialsProviderError } from './credentialsProviderError.ts';
import { vendedCredentials } from './vendedCredentials.ts';
import type { VendedCredentialsProvider, VendedIdentity } from './vendedCredentials.ts';
import type { CallOptions, VendOptions } from './vendOptions.ts';

/** A token of Amplify's. */
export interface AmplifyToken {
  readonly payload: { readonly iss?: string; readonly sub?: string };
  toString(): string;
}

/** The tokens of Amplify's session. */
export interface AmplifyTokens {
  readonly accessToken: AmplifyToken;
  readonly idToken?: AmplifyToken;
}

/** Who gives Amplify its tokens: `cognitoUserPoolsTokenProvider` of `aws-amplify/auth/cognito`, or one's own. */
export interface AmplifyTokenProvider<Tokens extends AmplifyTokens = AmplifyTokens> {
  getTokens(options?: { readonly forceRefresh?: boolean }): Promise<Tokens | null>;
}

/** What to vend, and where Amplify's tokens come from. */
export interface AmplifyOptions<Tokens extends AmplifyTokens> extends Omit<VendOptions, 'token'> {
  readonly tokenProvider: AmplifyTokenProvider<Tokens>;
  /** Which token to send: the access token, as Amplify does, unless said otherwise. */
  readonly tokenUse?: 'access' | 'id' | undefined;
  /**
   * Told why there are no credentials; the session then has tokens only, so that what needs no credentials goes on. Left out:
   * `fetchAuthSession` is rejected, and with it what calls it, as with Amplify's own identity pools.
   */
  readonly onFailure?: ((error: CredentialsProviderError) => void) | undefined;
}

/** What of Amplify's question is used. */
export interface AmplifyQuestion {
  readonly tokens?: AmplifyTokens;
  readonly forceRefresh?: boolean;
}

/** What `Amplify.configure(config, { Auth })` takes as `Auth`. */
export interface AmplifyAuth<Tokens extends AmplifyTokens = AmplifyTokens> {
  readonly tokenProvider: AmplifyTokenProvider<Tokens>;
  readonly credentialsProvider: {
    getCredentialsAndIdentityId(
      question: AmplifyQuestion,
    ): Promise<{ readonly credentials: VendedIdentity; readonly identityId?: string } | undefined>;
    clearCredentialsAndIdentityId(): void;
  };
  /** The same credentials for AWS SDK clients of one's own. */
  readonly credentials: VendedCredentialsProvider;
}

const userOf = (tokens: AmplifyTokens): string => {
  const { iss = '', sub = '' } = tokens.accessToken.payload;
  return `${iss} ${sub}`;
};

/**
 * Amplify's `Auth` option. It vends with a plain fetch, not by Amplify's own client, which would ask for credentials to do so. The
 * credentials are kept here, since Amplify asks several times for each operation, and forgotten when Amplify signs out, and when the
 * tokens are another user's. `identityId` is the user's sub, so that a path function gets it.
 *
 * @throws TypeError of an endpoint that no token may be sent to
 */
export const amplifyCredentials = <Tokens extends AmplifyTokens>(
  options: AmplifyOptions<Tokens>,
): AmplifyAuth<Tokens> => {
  const { tokenProvider, tokenUse = 'access', onFailure } = options;
  let held: AmplifyTokens | undefined;

  const vended = vendedCredentials({
    ...options,
    token: async ({ forceRefresh }) => {
      const asking = held;
      const tokens = forceRefresh ? await tokenProvider.getTokens({ forceRefresh }) : asking;
      if (!tokens || !asking || userOf(tokens) !== userOf(asking)) return '';
      return tokens[`${tokenUse}Token`]?.toString() ?? '';
    },
  });

  /** Tokens change without a sign-out here when another tab, which shares them, signs out and in. */
  const hold = (tokens: AmplifyTokens | undefined): void => {
    if ((held && userOf(held)) !== (tokens && userOf(tokens))) vended.purge();
    held = tokens;
  };
  const holdPresent = async (): Promise<void> => {
    hold((await tokenProvider.getTokens()) ?? undefined);
  };

  return {
    tokenProvider,
    credentials: Object.assign(
      async (call?: CallOptions) => {
        await holdPresent();
        return vended(call);
      },
      {
        memoized: true,
        vended: async (call?: CallOptions) => {
          await holdPresent();
          return vended.vended(call);
        },
        purge: vended.purge,
      },
    ),
    credentialsProvider: {
      getCredentialsAndIdentityId: async ({ tokens, forceRefresh }) => {
        hold(tokens);
        if (tokens === undefined) return undefined;
        const { sub } = tokens.accessToken.payload;
        try {
          const credentials = await vended({ forceRefresh });
          return { credentials, ...(sub !== undefined && { identityId: sub }) };
        } catch (error) {
          if (onFailure === undefined || !(error instanceof CredentialsProviderError)) throw error;
          onFailure(error);
          return undefined;
        }
      },
      clearCredentialsAndIdentityId: () => {
        hold(undefined);
      },
    },
  };
};
