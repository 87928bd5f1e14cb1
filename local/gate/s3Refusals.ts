/** What S3 says when it does not know who sends a request. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
import { SignatureError } from '../signatureError.ts';
import { algorithm } from '../signRequest.ts';
import { signatureDoesNotMatch } from './chunkSignatures.ts';
import { GateError } from './gateError.ts';

export const accessDenied = (message = 'Access Denied'): GateError => new GateError(403, 'AccessDenied', message);

/** For Signature Version 2, which no bucket takes that was made after June 2020. */
export const olderSignature = (): GateError =>
  new GateError(
    400,
    'InvalidRequest',
    `The authorization mechanism you have provided is not supported. Please use ${algorithm}.`,
  );

/** For a fault in the X-Amz-… parameters of a URL. */
export const queryError = (message: string): GateError =>
  new GateError(400, 'AuthorizationQueryParametersError', message);

/** For a fault in the Authorization header. */
export const headerError = (message: string): GateError =>
  new GateError(400, 'AuthorizationHeaderMalformed', `The authorization header is malformed; ${message}`);

export const unknownKey = (): GateError =>
  new GateError(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');

export const invalidToken = (): GateError =>
  new GateError(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');

export const expiredToken = (): GateError => new GateError(400, 'ExpiredToken', 'The provided token has expired.');

export const tooSkewed = (): GateError =>
  new GateError(
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
  );

/** What the verification of query services throws, in S3's words. What it did not throw is passed on as it is. */
export const s3Refusal = (error: unknown): unknown => {
  if (!(error instanceof SignatureError)) return error;
  switch (error.code) {
    case 'MissingAuthenticationToken':
      return accessDenied();
    case 'MalformedQueryString':
      return new GateError(400, 'InvalidURI', "Couldn't parse the specified URI.");
    case 'IncompleteSignature':
      return headerError(error.message);
    default:
      return signatureDoesNotMatch();
  }
};
