/** Signs a user in through the Cognito API, as the AWS SDK's InitiateAuth does with the password flow. */
import { send } from './http.ts';

/** Which app client of which user pool, and where. */
export interface SignInPlace {
  readonly awsUrl: string;
  readonly clientId: string;
}

/** What Cognito hands out; the tokens are secrets. */
export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

interface InitiateAuthAnswer {
  readonly AuthenticationResult?: {
    readonly IdToken?: string;
    readonly AccessToken?: string;
    readonly ExpiresIn?: number;
  };
  readonly __type?: string;
  readonly message?: string;
}

/**
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 *
 * @throws with Cognito's error code and message when it refuses
 */
export const signIn = async (
  { awsUrl, clientId }: SignInPlace,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<Tokens> => {
  const answer = await send(`${awsUrl}/`, {
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  });
  const { AuthenticationResult: result, __type: type, message } = JSON.parse(answer.body) as InitiateAuthAnswer;
  if (result?.IdToken === undefined || result.AccessToken === undefined) {
    throw new Error(`Cognito did not sign ${username} in: ${type ?? String(answer.status)}: ${message ?? ''}`);
  }
  return { idToken: result.IdToken, accessToken: result.AccessToken, expiresInSeconds: result.ExpiresIn ?? 0 };
};
