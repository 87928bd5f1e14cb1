/** Multipart uploads: starting, filling, listing and aborting them. Completing is in completeUpload.ts. */
import type { DataResponse } from '../../dataService.ts';
import { targetOf } from '../call.ts';
import type { Call } from '../call.ts';
import { checksumAlgorithms, checksumElements, checksumHeaders, checksumOf, givenChecksum } from '../checksum.ts';
import { empty, xmlAnswer } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { checkCopySource, rangeOf } from '../preconditions.ts';
import { checkHeaders, propertiesOf, writeActions } from '../properties.ts';
import { receiveAnnounced } from '../receive.ts';
import { invalidArgument, invalidRequest } from '../s3Error.ts';
import type { Content } from '../store/content.ts';
import { sliceOf } from '../store/content.ts';
import { etagOf } from '../store/store.ts';
import type { Part, Upload } from '../store/stored.ts';
import { s3Xml } from '../xml.ts';
import { readCopySource } from './putObject.ts';

const start = (call: Call): DataResponse => {
  const { headers } = call.request;
  const target = targetOf(call.request);
  checkHeaders(call);
  const algorithm = headers['x-amz-checksum-algorithm']?.toUpperCase();
  if (algorithm !== undefined && !checksumAlgorithms.includes(algorithm)) {
    throw invalidRequest(
      `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${checksumAlgorithms.join(', ')}]`,
    );
  }
  const type = headers['x-amz-checksum-type']?.toUpperCase();
  if (type !== undefined && type !== 'COMPOSITE' && type !== 'FULL_OBJECT') {
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  }
  const upload = call.bucket().startUpload({
    ...propertiesOf(headers),
    key: target.key,
    checksumAlgorithm: algorithm,
    checksumType:
      type ?? (algorithm === undefined ? undefined : algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE'),
  });
  return xmlAnswer(
    s3Xml('InitiateMultipartUploadResult', { Bucket: target.bucket, Key: target.key, UploadId: upload.id }),
    {
      'x-amz-server-side-encryption': upload.headers['x-amz-server-side-encryption'] ?? 'AES256',
      ...(upload.checksumAlgorithm !== undefined && { 'x-amz-checksum-algorithm': upload.checksumAlgorithm }),
      ...(upload.checksumType !== undefined && { 'x-amz-checksum-type': upload.checksumType }),
    },
  );
};

/** The upload that a request names: for its own key only, or there would be a way round the judging of keys. */
export const uploadOf = (call: Call): Upload =>
  call.bucket().upload(call.request.parameters.get('uploadId') ?? '', targetOf(call.request).key);

const partNumberOf = ({ request: { parameters } }: Call): number => {
  const given = parameters.get('partNumber') ?? '';
  const number = Number(given);
  if (!/^\d{1,5}$/.test(given) || number < 1 || number > 10_000) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', given);
  }
  return number;
};

const keepPart = (call: Call, number: number, content: Content, given = givenChecksum({})): Part => {
  // The upload may have ended while the body came.
  const upload = uploadOf(call);
  const algorithm = upload.checksumAlgorithm;
  const part: Part = {
    number,
    content,
    etag: etagOf(content),
    lastModified: call.store.now(),
    checksum: given ?? (algorithm === undefined ? undefined : checksumOf(algorithm, content)),
  };
  call.bucket().putPart(upload, part);
  return part;
};

const put = async (call: Call): Promise<DataResponse> => {
  checkHeaders(call);
  const { request } = call;
  const number = partNumberOf(call);
  uploadOf(call);
  const { etag, checksum } = await receiveAnnounced(call, (content) =>
    keepPart(call, number, content, givenChecksum(request.headers, request.trailers())),
  );
  const { 'x-amz-checksum-type': _, ...checksums } = checksumHeaders(checksum);
  return empty(200, { etag, 'x-amz-server-side-encryption': 'AES256', ...checksums });
};

const copy = (call: Call): DataResponse => {
  const { headers } = call.request;
  const { object } = readCopySource(call);
  checkHeaders(call);
  const number = partNumberOf(call);
  uploadOf(call);
  checkCopySource(headers, object);
  const asked = headers['x-amz-copy-source-range'];
  const range = rangeOf(asked, object.content.size);
  if (asked !== undefined && (!range || !/^bytes=\d+-\d+$/.test(asked))) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      asked,
    );
  }
  const content = range ? sliceOf(object.content, range.start, range.end) : object.content;
  call.store.capacity.take(content.size);
  const part = keepPart(call, number, content);
  const { ChecksumType: _, ...checksums } = checksumElements(part.checksum) as Record<string, string>;
  return xmlAnswer(
    s3Xml('CopyPartResult', { ETag: part.etag, LastModified: new Date(part.lastModified).toISOString(), ...checksums }),
  );
};

const abort = (call: Call): DataResponse => {
  call.bucket().endUpload(uploadOf(call));
  return empty(204);
};

const upload = { on: 'object', copies: false } as const;
const within = { ...upload, marks: ['uploadId'], parameters: [] } as const;
const part = { ...within, method: 'PUT', marks: ['partNumber', 'uploadId'], actions: () => ['s3:PutObject'] } as const;

export const uploads: readonly Operation[] = [
  {
    ...upload,
    name: 'CreateMultipartUpload',
    method: 'POST',
    marks: ['uploads'],
    parameters: [],
    actions: writeActions,
    perform: start,
  },
  { ...part, name: 'UploadPart', perform: put },
  { ...part, name: 'UploadPartCopy', copies: true, perform: copy },
  {
    ...within,
    name: 'AbortMultipartUpload',
    method: 'DELETE',
    actions: () => ['s3:AbortMultipartUpload'],
    perform: abort,
  },
];
