/** What the AWS endpoint hands to a service whose bodies may be large, and what it gets back: streams, never whole bodies. */
import type { Readable } from 'node:stream';

/** An HTTP request as it came in: nothing decoded, nothing normalised. */
export interface DataRequest {
  readonly method: string;
  /** Path and query string, raw. */
  readonly url: string;
  /** Names in lower case; a header sent several times is joined by commas, in order. Has no prototype. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came. Whoever stops reading it leaves it alone: destroying it ends the connection before an answer is sent. */
  readonly body: Readable;
}

/** An HTTP answer. A stream is sent as it comes; one that fails ends the connection. */
export interface DataResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | Readable;
}

/** One AWS service on this machine whose requests and answers stream. Throws only what is unforeseen. */
export type DataService = (request: DataRequest) => Promise<DataResponse>;
