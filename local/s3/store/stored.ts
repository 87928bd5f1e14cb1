/** What a bucket stores: objects, and the parts of those to come. */
import type { Checksum } from '../checksum.ts';
import type { Content } from './content.ts';

/** What an object has besides its bytes. */
export interface Properties {
  /** Headers that a GET gives back: content-type, cache-control, x-amz-meta-… */
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: ReadonlyMap<string, string>;
}

/** An object. It is replaced, never changed. */
export interface StoredObject extends Properties {
  readonly key: string;
  readonly content: Content;
  /** With its quotation marks. */
  readonly etag: string;
  /** Milliseconds, a whole second as in S3. */
  readonly lastModified: number;
  readonly checksum: Checksum | undefined;
  /** Bytes of each part, for one that was uploaded in parts. */
  readonly partSizes: readonly number[] | undefined;
}

/** One part of a multipart upload. */
export interface Part {
  readonly number: number;
  readonly content: Content;
  readonly etag: string;
  readonly lastModified: number;
  readonly checksum: Checksum | undefined;
}

/** A multipart upload under way. */
export interface Upload extends Properties {
  readonly id: string;
  readonly key: string;
  readonly initiated: number;
  readonly checksumAlgorithm: string | undefined;
  readonly checksumType: string | undefined;
  readonly parts: Map<number, Part>;
}
