/** What the AWS endpoint hands to the service that a request is for, and what it gets back. */

/** An HTTP request as it came in: nothing decoded, nothing normalised. */
export interface AwsRequest {
  readonly method: string;
  /** Path and query string, raw. */
  readonly url: string;
  /** Names in lower case; a header sent several times is joined by commas, in order. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An HTTP answer. */
export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** One AWS service on this machine. */
export type AwsService = (request: AwsRequest) => Promise<AwsResponse>;

/** The time, in milliseconds since 1970-01-01T00:00Z. */
export type Clock = () => number;
