/** DynamoDB's answers: JSON with its checksum. */
import { crc32 } from 'node:zlib';
import type { DataResponse } from '../dataService.ts';
import { idBytes } from '../requestIds.ts';
import { errorType } from './dynamodbError.ts';

const requestId = () => idBytes(39).toString('base64').toUpperCase().replace(/[+/]/g, '0');

/** SDKs verify the checksum, of the body as it is sent. */
const json = (status: number, content: unknown): DataResponse => {
  const body = Buffer.from(JSON.stringify(content));
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': String(body.length),
      'x-amzn-requestid': requestId(),
      'x-amz-crc32': String(crc32(body)),
    },
    body,
  };
};

/** The answer to an operation that succeeded. */
export const success = (result: unknown): DataResponse => json(200, result);

/** The answer to one that did not. */
export const failure = (error: {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly more?: Readonly<Record<string, unknown>>;
}): DataResponse =>
  json(error.status, {
    __type: errorType(error.code),
    // AccessDeniedException spells it so, and it alone.
    [error.code === 'AccessDeniedException' ? 'Message' : 'message']: error.message,
    ...error.more,
  });
