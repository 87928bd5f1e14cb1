/** Establishes whose request this is: signature, session token and expiry, and a body that is verified while it is read. */
import type { Context } from '../../core/policy/evaluate.ts';
import type { Clock } from '../awsService.ts';
import type { DataRequest } from '../dataService.ts';
import type { Session } from '../sts/session.ts';
import type { Sts } from '../sts/sts.ts';
import { authenticateDynamodb } from './authenticateDynamodb.ts';
import { authenticateS3 } from './authenticateS3.ts';
import type { GatedService } from './gateError.ts';

/** What the gate knows when it authenticates. */
export interface Authenticator {
  /** Finds sessions, and what they sign with. */
  readonly sts: Pick<Sts, 'session' | 'signingKeysOf'>;
  /** The Region of the services. */
  readonly region: string;
  readonly clock: Clock;
}

/** A request whose sender is known. */
export interface Authenticated {
  readonly session: Session;
  readonly region: string;
  /** Whether the signature is in the URL. */
  readonly presigned: boolean;
  /**
   * The headers as the service means them, without prototype: with those that a presigned URL carries in its query, without
   * those of the signature and of aws-chunked, `content-length` that of `body`. Good to be forwarded.
   */
  readonly headers: Readonly<Record<string, string>>;
  /** Condition keys that authentication knows: aws:UserAgent, aws:Referer, for S3 s3:authType, s3:signatureversion, s3:signatureAge, s3:x-amz-content-sha256. */
  readonly context: Context;
  /**
   * The payload, decoded from aws-chunked. It fails with a GateError when what it reads is not what was signed or announced;
   * its last bytes come only after everything is verified, so that whoever forwards it never forwards a whole forgery. It can be
   * read once, and whoever stops reading it leaves the connection alone.
   */
  readonly body: AsyncIterable<Buffer>;
  /** Bytes that `body` will have; undefined when the request does not say. */
  readonly length: number | undefined;
  /** The trailers of aws-chunked by lower-case name, verified; empty until `body` has ended. */
  readonly trailers: () => Readonly<Record<string, string>>;
}

/**
 * Authenticates a request that is signed in its Authorization header or, for S3, in its URL.
 * @throws GateError with the service's own code: S3 AccessDenied, InvalidAccessKeyId, SignatureDoesNotMatch, ExpiredToken …;
 * DynamoDB UnrecognizedClientException, InvalidSignatureException, ExpiredTokenException …
 */
export const authenticate =
  (authenticator: Authenticator) =>
  (request: DataRequest, service: GatedService): Promise<Authenticated> =>
    service === 's3' ? authenticateS3(request, authenticator) : authenticateDynamodb(request, authenticator);
