/** Calls to a Cognito user pool that need no AWS credentials: what an app client may ask. */
import { wordsOf } from './failures.ts';

/** Which app client, and where. */
export interface AppClient {
  /** `https://cognito-idp.<region>.amazonaws.com/`, or a local stack's. */
  readonly cognitoUrl: string;
  readonly clientId: string;
}

/** What a sign-in gives. All three are secrets. */
export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
  /** Left out where Cognito gives none: the earlier one stays good. */
  readonly refreshToken?: string;
}

/** Cognito's answer: tokens, or a challenge that comes first. */
export interface AuthAnswer {
  readonly tokens?: Tokens;
  readonly challenge?: {
    readonly name: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly session?: string;
  };
}

/** Cognito says no: its own code and message. */
export class CognitoRefusal extends Error {
  override readonly name = 'CognitoRefusal';
  readonly code: string;

  constructor(code: string, message: string) {
    super(`Cognito refused: ${message} (${code})`);
    this.code = code;
  }
}

const PATIENCE_MS = 20_000;

const objectIn = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

/**
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
 *
 * @throws CognitoRefusal; Error when Cognito cannot be reached or answers what it should not
 */
export const callCognito = async (
  { cognitoUrl }: Pick<AppClient, 'cognitoUrl'>,
  operation: string,
  input: object,
  fetchFrom: typeof fetch,
): Promise<Readonly<Record<string, unknown>>> => {
  const response = await fetchFrom(cognitoUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: unknown) => {
    // Of fetch's own errors the cause is the one that tells.
    const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
    throw new Error(`Cognito cannot be reached at ${cognitoUrl}: ${wordsOf(cause ?? error)}`);
  });
  const answer = objectIn(await response.text());
  if (response.ok && answer !== undefined) return answer;
  if (typeof answer?.['__type'] !== 'string') {
    throw new Error(`${cognitoUrl} answers ${String(response.status)}, but not as Cognito does. Check the settings.`);
  }
  const message = answer['message'] ?? answer['Message'];
  throw new CognitoRefusal(answer['__type'].split('#').at(-1) ?? '', typeof message === 'string' ? message : '');
};

const textMap = (value: unknown): Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
    : {};

/** @throws Error for an answer without tokens and without a challenge */
export const authAnswer = (answer: Readonly<Record<string, unknown>>): AuthAnswer => {
  const { IdToken, AccessToken, RefreshToken } = textMap(answer['AuthenticationResult']);
  if (IdToken !== undefined && AccessToken !== undefined) {
    return {
      tokens: {
        idToken: IdToken,
        accessToken: AccessToken,
        ...(RefreshToken !== undefined && { refreshToken: RefreshToken }),
      },
    };
  }
  const { ChallengeName: name, Session: session } = textMap(answer);
  if (name === undefined) throw new Error('Cognito answered with neither tokens nor a challenge. Try again.');
  return {
    challenge: {
      name,
      parameters: textMap(answer['ChallengeParameters']),
      ...(session !== undefined && { session }),
    },
  };
};

/** New tokens for a sign-in, also where the app client rotates refresh tokens. @throws CognitoRefusal NotAuthorizedException at its end */
export const refreshTokens = async (
  client: AppClient,
  refreshToken: string,
  fetchFrom: typeof fetch,
): Promise<Tokens> => {
  const input = { ClientId: client.clientId, RefreshToken: refreshToken };
  const { tokens } = authAnswer(await callCognito(client, 'GetTokensFromRefreshToken', input, fetchFrom));
  if (tokens === undefined) throw new Error('Cognito answered a refresh token with a challenge. Sign in again.');
  return tokens;
};

/** Ends a sign-in: its refresh token is no longer good. */
export const revokeToken = async (client: AppClient, refreshToken: string, fetchFrom: typeof fetch): Promise<void> => {
  await callCognito(client, 'RevokeToken', { ClientId: client.clientId, Token: refreshToken }, fetchFrom);
};

/** By password, which goes over the wire: for sample users of a local stack only. */
export const signInByPassword = async (
  client: AppClient,
  { username, password }: { readonly username: string; readonly password: string },
  fetchFrom: typeof fetch,
): Promise<Tokens> => {
  const input = {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: client.clientId,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  };
  const { tokens } = authAnswer(await callCognito(client, 'InitiateAuth', input, fetchFrom));
  if (tokens === undefined) throw new Error(`The local stack did not sign ${username} in.`);
  return tokens;
};
