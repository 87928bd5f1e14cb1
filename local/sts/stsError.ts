/** An error that STS answers with, in AWS's own codes and words. */

/** https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
export class StsError extends Error {
  override readonly name = 'StsError';
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** What the real STS can do and this one cannot. 501 is not retried by the SDKs. */
export const notImplemented = (what: string) =>
  new StsError('NotImplemented', `The local STS does not support ${what}`, 501);

/** What policies do not allow. */
export const notAuthorized = (principalArn: string, action: string, resource: string) =>
  new StsError(
    'AccessDenied',
    `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource}`,
    403,
  );

/** What only long-term keys may call. */
export const longTermKeysOnly = (operation: string) =>
  new StsError('AccessDenied', `Cannot call ${operation} with session credentials`, 403);
