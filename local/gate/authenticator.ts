/** What authenticating a request takes, and what comes of it. */
import type { Context } from '../../core/policy/evaluate.ts';
import type { Clock } from '../awsService.ts';
import type { Session } from '../sts/session.ts';
import type { Sts } from '../sts/sts.ts';

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
