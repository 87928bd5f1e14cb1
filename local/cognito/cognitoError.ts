/** An error as the Cognito User Pools API answers it. */

/** `type` is the exception's name in the API, `message` what the client reads. All are HTTP 400, as on AWS. */
export class CognitoError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.name = 'CognitoError';
    this.type = type;
  }
}

/** The one answer for a wrong password, an unknown user and a failed SRP proof: it must not tell which users exist. */
export const incorrectCredentials = (): CognitoError =>
  new CognitoError('NotAuthorizedException', 'Incorrect username or password.');

export const invalidParameter = (message: string): CognitoError =>
  new CognitoError('InvalidParameterException', message);
