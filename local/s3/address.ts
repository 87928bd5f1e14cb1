/** Which bucket and key a request means, exactly as S3 reads its host and path: decoded once, nothing normalised. */
import { queryParameters } from '../signRequest.ts';
import { invalidArgument, S3Error } from './s3Error.ts';

/** Where a request goes. No bucket: the service itself. No key: the bucket. */
export interface Address {
  readonly bucket: string | undefined;
  readonly key: string | undefined;
}

const invalidUri = () => new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.");

/** Percent-decodes once; `+` stays `+`. @throws S3Error InvalidURI for what is not UTF-8 */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidUri();
  }
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, as far as it matters to what a name can hold. */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** Bytes of UTF-8. */
const longestKey = 1024;

/** @throws S3Error InvalidBucketName */
const checkBucket = (bucket: string): string => {
  if (!bucketName.test(bucket)) {
    throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: bucket });
  }
  return bucket;
};

/** @throws S3Error KeyTooLongError */
export const checkKey = (key: string): string => {
  const size = Buffer.byteLength(key);
  if (size > longestKey) {
    throw new S3Error(400, 'KeyTooLongError', 'Your key is too long', {
      Size: String(size),
      MaxSizeAllowed: String(longestKey),
    });
  }
  return key;
};

/**
 * Virtual-hosted style: `<bucket>.localhost`, `<bucket>.s3.localhost`, and AWS's own names for whoever makes them lead here, as
 * `<bucket>.s3.us-east-1.amazonaws.com`. Any other host is path style.
 */
const bucketOfHost = (host: string): string | undefined => {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const [, local, aws] = /^(?:(.+)\.localhost|(.+)\.s3(?:\.[a-z0-9-]+)?\.amazonaws\.com)$/.exec(name) ?? [];
  return local?.replace(/(?:^|\.)s3$/, '') || aws;
};

/** @throws S3Error InvalidURI, InvalidBucketName, KeyTooLongError */
export const addressOf = (url: string, host: string): Address => {
  const path = url.split('?', 1)[0] ?? '';
  if (!path.startsWith('/')) throw invalidUri();
  const virtual = bucketOfHost(host);
  if (virtual !== undefined) {
    return { bucket: checkBucket(virtual), key: path === '/' ? undefined : checkKey(decode(path.slice(1))) };
  }
  if (path === '/') return { bucket: undefined, key: undefined };
  const slash = path.indexOf('/', 1);
  const bucket = checkBucket(decode(slash === -1 ? path.slice(1) : path.slice(1, slash)));
  const key = slash === -1 ? '' : path.slice(slash + 1);
  return { bucket, key: key === '' ? undefined : checkKey(decode(key)) };
};

/** The query's parameters. One that is there twice could be read in two ways. @throws S3Error InvalidArgument, InvalidURI */
export const parametersOf = (url: string): ReadonlyMap<string, string> => {
  const question = url.indexOf('?');
  const parameters = new Map<string, string>();
  for (const [name, value] of question === -1 ? [] : queryOf(url.slice(question + 1))) {
    if (parameters.has(name)) {
      throw invalidArgument(`The query parameter ${name} is there twice. Give it once.`, name, value);
    }
    parameters.set(name, value);
  }
  return parameters;
};

const queryOf = (query: string) => {
  try {
    return queryParameters(query);
  } catch {
    throw invalidUri();
  }
};

/** An object named in the header x-amz-copy-source: `bucket/key`, percent-encoded, maybe with `?versionId=`. */
export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
}

/** @throws S3Error InvalidArgument, InvalidBucketName, KeyTooLongError */
export const copySourceOf = (header: string): CopySource => {
  const [, path = '', versionId] = /^(.*?)(?:\?versionId=([^?]*))?$/s.exec(header) ?? [];
  let decoded: string;
  try {
    // Node gives header bytes as Latin-1 text, and not every client encodes what it should.
    decoded = decodeURIComponent(Buffer.from(path, 'latin1').toString()).replace(/^\//, '');
  } catch {
    decoded = '';
  }
  const slash = decoded.indexOf('/');
  if (slash < 1 || slash === decoded.length - 1) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  }
  return { bucket: checkBucket(decoded.slice(0, slash)), key: checkKey(decoded.slice(slash + 1)), versionId };
};
