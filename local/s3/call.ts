/** One request of an authenticated session, read once: what is judged is what is done. */
import type { Context } from '../../core/policy/evaluate.ts';
import type { Tags } from './tags.ts';
import type { Store, StoredBucket } from './store/store.ts';
import type { StoredObject } from './store/stored.ts';

/** What the request asks for. */
export interface S3Request {
  readonly method: string;
  /** Undefined for the service itself. */
  readonly bucket: string | undefined;
  /** Undefined for the bucket. As S3 stores it. */
  readonly key: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, string>>;
  /** The condition keys that authentication found. */
  readonly context: Context;
  readonly body: AsyncIterable<Buffer>;
  readonly length: number | undefined;
  /** Empty until the body has ended. */
  readonly trailers: () => Readonly<Record<string, string>>;
  /** How the client reached the bucket, for the Location of an answer. */
  readonly host: string;
}

/** What an action is on: a bucket, or an object in it. */
export interface Target {
  readonly bucket: string;
  readonly key?: string | undefined;
  readonly versionId?: string | undefined;
}

/** More for the context of an action than the request's headers and query say. */
export interface Particulars {
  readonly requestTags?: Tags;
}

/** A request being served. */
export interface Call {
  readonly request: S3Request;
  readonly store: Store;
  readonly account: string;
  readonly region: string;
  /** @throws GateError AccessDenied */
  judge(action: string, target: Target, particulars?: Particulars): void;
  /** As `judge`, for what depends on a permission without failing for want of it. */
  allows(action: string, target: Target): boolean;
  /** @throws S3Error NoSuchBucket */
  bucket(name?: string): StoredBucket;
  /**
   * The object. Whoever may not list the bucket is not told that there is none.
   * @throws S3Error NoSuchKey, NoSuchVersion, NoSuchBucket; GateError AccessDenied
   */
  object(target: Target): StoredObject;
}

/** The version of an object in a bucket that has no versioning. */
export const nullVersion = 'null';

/** The bucket and key of a request on an object. */
export const targetOf = ({ bucket = '', key, parameters }: S3Request): Required<Target> & { readonly key: string } => ({
  bucket,
  key: key ?? '',
  versionId: parameters.get('versionId'),
});
