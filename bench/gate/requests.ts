/** Requests of S3 and DynamoDB as AWS's SDK for JavaScript makes them, not signed yet. */
import { crc32 } from 'node:zlib';
import type { UnsignedRequest } from '../../local/calls/sendSigned.ts';

const crcOf = (body: string): string => {
  const digest = Buffer.alloc(4);
  digest.writeUInt32BE(crc32(body));
  return digest.toString('base64');
};

/** A request of DynamoDB's protocol. */
export const dynamodbRequest = (operation: string, parameters: object): UnsignedRequest => ({
  service: 'dynamodb',
  method: 'POST',
  path: '/',
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `DynamoDB_20120810.${operation}` },
  body: JSON.stringify(parameters),
});

/** GetObject. */
export const getRequest = (bucket: string, key: string): UnsignedRequest => ({
  service: 's3',
  method: 'GET',
  path: `/${bucket}/${key}?x-id=GetObject`,
  headers: { 'x-amz-checksum-mode': 'ENABLED' },
});

/** PutObject. */
export const putRequest = (bucket: string, key: string, body: string): UnsignedRequest => ({
  service: 's3',
  method: 'PUT',
  path: `/${bucket}/${key}?x-id=PutObject`,
  headers: {
    'content-type': 'application/octet-stream',
    'x-amz-checksum-crc32': crcOf(body),
    'x-amz-sdk-checksum-algorithm': 'CRC32',
  },
  body,
});

/** DeleteObject. */
export const deleteRequest = (bucket: string, key: string): UnsignedRequest => ({
  service: 's3',
  method: 'DELETE',
  path: `/${bucket}/${key}?x-id=DeleteObject`,
});

/** ListObjectsV2. */
export const listRequest = (bucket: string, prefix: string): UnsignedRequest => ({
  service: 's3',
  method: 'GET',
  path: `/${bucket}?list-type=2&prefix=${encodeURIComponent(prefix)}`,
});
