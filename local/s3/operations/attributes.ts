/** GetObjectAttributes: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
import type { DataResponse } from '../../dataService.ts';
import { targetOf } from '../call.ts';
import type { Call, S3Request } from '../call.ts';
import { xmlAnswer } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { checkRead } from '../preconditions.ts';
import { invalidArgument, preconditionFailed } from '../s3Error.ts';
import type { StoredObject } from '../store/stored.ts';
import { s3Xml } from '../xml.ts';
import type { Elements } from '../xml.ts';

const attributes: ReadonlyMap<string, (object: StoredObject) => Elements[string]> = new Map<
  string,
  (object: StoredObject) => Elements[string]
>([
  ['ETag', ({ etag }) => etag.slice(1, -1)],
  [
    'Checksum',
    ({ checksum }) => checksum && { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type },
  ],
  ['ObjectParts', ({ partSizes }) => partSizes && { PartsCount: partSizes.length }],
  ['StorageClass', ({ headers }) => headers['x-amz-storage-class'] ?? 'STANDARD'],
  ['ObjectSize', ({ content }) => content.size],
]);

const wantedOf = ({ headers }: S3Request): readonly string[] => {
  const header = headers['x-amz-object-attributes'] ?? '';
  const wanted = header.split(',').map((name) => name.trim());
  const unknown = wanted.find((name) => !attributes.has(name));
  if (unknown !== undefined) {
    throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', header);
  }
  return wanted;
};

const get = (call: Call): DataResponse => {
  const wanted = wantedOf(call.request);
  const object = call.object(targetOf(call.request));
  if (checkRead(call.request.headers, object) === 'notModified') throw preconditionFailed('If-None-Match');
  const elements = [...attributes].map(([name, read]) => [name, wanted.includes(name) ? read(object) : undefined]);
  return xmlAnswer(s3Xml('GetObjectAttributesResponse', Object.fromEntries(elements) as Elements), {
    'last-modified': new Date(object.lastModified).toUTCString(),
  });
};

export const getObjectAttributes: Operation = {
  name: 'GetObjectAttributes',
  method: 'GET',
  on: 'object',
  marks: ['attributes'],
  parameters: ['versionId'],
  copies: false,
  actions: ({ parameters }) =>
    parameters.has('versionId')
      ? ['s3:GetObjectVersion', 's3:GetObjectVersionAttributes']
      : ['s3:GetObject', 's3:GetObjectAttributes'],
  perform: get,
};
