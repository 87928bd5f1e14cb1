/** GetObject and HeadObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
import type { DataResponse } from '../../dataService.ts';
import { targetOf } from '../call.ts';
import type { Call, S3Request } from '../call.ts';
import { checksumHeaders } from '../checksum.ts';
import { versioned } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { checkRead, rangeOf } from '../preconditions.ts';
import type { Range } from '../preconditions.ts';
import { invalidArgument, invalidRequest, S3Error } from '../s3Error.ts';
import { bodyOf, sliceOf } from '../store/content.ts';
import type { StoredObject } from '../store/stored.ts';

const overrides = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
];

const overridden = ({ parameters }: S3Request) =>
  Object.fromEntries(
    overrides.flatMap((name) => {
      const value = parameters.get(`response-${name}`);
      if (value === undefined) return [];
      // Node takes header values that are Latin-1 without control characters.
      if (/[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)) {
        throw invalidArgument('Header value cannot be represented using ISO-8859-1.', `response-${name}`, value);
      }
      return [[name, value]];
    }),
  );

/** The bytes of the part that `partNumber` names. */
const partOf = (partNumber: string, { partSizes, content }: StoredObject): Range => {
  const sizes = partSizes ?? [content.size];
  const number = Number(partNumber);
  if (!/^\d{1,5}$/.test(partNumber) || number < 1 || number > 10_000) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', partNumber);
  }
  const size = sizes[number - 1];
  if (size === undefined) {
    throw new S3Error(416, 'InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      PartNumberRequested: partNumber,
      ActualPartCount: String(sizes.length),
    });
  }
  const start = sizes.slice(0, number - 1).reduce((sum, each) => sum + each, 0);
  return { start, end: start + size };
};

const requestedRange = ({ headers, parameters }: S3Request, object: StoredObject): Range | undefined => {
  const partNumber = parameters.get('partNumber');
  if (partNumber === undefined) return rangeOf(headers['range'], object.content.size);
  if (headers['range'] !== undefined) {
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  }
  return partOf(partNumber, object);
};

const headersOf = (call: Call, object: StoredObject, whole: boolean) => {
  const { request } = call;
  const mayCount = object.tags.size > 0 && call.allows('s3:GetObjectTagging', targetOf(request));
  return {
    ...object.headers,
    etag: object.etag,
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    ...(mayCount && { 'x-amz-tagging-count': String(object.tags.size) }),
    ...(request.parameters.has('partNumber') &&
      object.partSizes && { 'x-amz-mp-parts-count': String(object.partSizes.length) }),
    ...(whole &&
      request.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' &&
      checksumHeaders(object.checksum)),
    ...overridden(request),
  };
};

const read = (call: Call): DataResponse => {
  const { request } = call;
  if (Object.keys(request.headers).some((name) => name.startsWith('x-amz-server-side-encryption-customer'))) {
    throw invalidRequest('The encryption parameters are not applicable to this object.');
  }
  const object = call.object(targetOf(request));
  if (checkRead(request.headers, object) === 'notModified') {
    return {
      status: 304,
      headers: { etag: object.etag, 'last-modified': new Date(object.lastModified).toUTCString() },
      body: '',
    };
  }
  const range = requestedRange(request, object);
  const { start, end } = range ?? { start: 0, end: object.content.size };
  return {
    status: range ? 206 : 200,
    headers: {
      ...headersOf(call, object, !range),
      'content-length': String(end - start),
      ...(range && { 'content-range': `bytes ${String(start)}-${String(end - 1)}/${String(object.content.size)}` }),
    },
    body: request.method === 'HEAD' ? '' : bodyOf(range ? sliceOf(object.content, start, end) : object.content),
  };
};

const row = (name: string, method: string): Operation => ({
  name,
  method,
  on: 'object',
  marks: [],
  parameters: ['versionId', 'partNumber', ...overrides.map((header) => `response-${header}`)],
  copies: false,
  actions: versioned('s3:GetObject', 's3:GetObjectVersion'),
  perform: read,
});

export const getObject: readonly Operation[] = [row('GetObject', 'GET'), row('HeadObject', 'HEAD')];
