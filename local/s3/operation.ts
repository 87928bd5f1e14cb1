/** What an operation of S3 is to the gate: which requests mean it, what must be allowed for it, and what does it. */
import type { DataResponse } from '../dataService.ts';
import type { Call, S3Request } from './call.ts';

/** How a request is recognised. */
export interface Shape {
  readonly method: string;
  readonly on: 'service' | 'bucket' | 'object';
  /** Query parameters that must be there and make it this operation. */
  readonly marks: readonly string[];
  /** Query parameters that it takes besides. Those that begin with `x-` mean nothing to S3, and are let through. */
  readonly parameters: readonly string[];
  /** Whether the header x-amz-copy-source makes it this operation. */
  readonly copies: boolean;
}

/** One row of the table. */
export interface Operation extends Shape {
  readonly name: string;
  /**
   * The actions that must be allowed on the request's bucket or object before anything else happens. None: `perform` judges
   * by itself, because the targets are in the body.
   */
  readonly actions: (request: S3Request) => readonly string[];
  readonly perform: (call: Call) => DataResponse | Promise<DataResponse>;
}

/** An answer without body. */
export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): DataResponse => ({
  status,
  headers,
  body: '',
});

/** An answer in XML. */
export const xmlAnswer = (body: string, headers: Readonly<Record<string, string>> = {}): DataResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml', ...headers },
  body,
});

/** The action's name for one version of an object: `s3:GetObject` → `s3:GetObjectVersion`. */
export const versioned =
  (action: string, versionAction: string) =>
  ({ parameters }: S3Request): readonly string[] => [parameters.has('versionId') ? versionAction : action];
