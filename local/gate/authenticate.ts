/** Establishes whose request this is: signature, session token and expiry, and a body that is verified while it is read. */
import type { DataRequest } from '../dataService.ts';
import { authenticateDynamodb } from './authenticateDynamodb.ts';
import { authenticateS3 } from './authenticateS3.ts';
import type { Authenticated, Authenticator } from './authenticator.ts';
import type { GatedService } from './gateError.ts';

/**
 * Authenticates a request that is signed in its Authorization header or, for S3, in its URL.
 * @throws GateError with the service's own code: S3 AccessDenied, InvalidAccessKeyId, SignatureDoesNotMatch, ExpiredToken …;
 * DynamoDB UnrecognizedClientException, InvalidSignatureException, ExpiredTokenException …
 */
export const authenticate =
  (authenticator: Authenticator) =>
  (request: DataRequest, service: GatedService): Promise<Authenticated> =>
    service === 's3' ? authenticateS3(request, authenticator) : authenticateDynamodb(request, authenticator);
