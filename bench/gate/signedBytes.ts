/** Requests as bytes, signed, with the headers that AWS's SDK for JavaScript sends. */
import { randomUUID } from 'node:crypto';
import { signedHeaders } from '../../local/calls/sendSigned.ts';
import type { UnsignedRequest } from '../../local/calls/sendSigned.ts';
import type { Started } from './messages.ts';
import type { VendedSession } from './vendSessions.ts';

const userAgent =
  'aws-sdk-js/3.1164.0 ua/2.1 os/linux#6.8.0 lang/js md/nodejs#20.20.2 api/s3#3.1164.0 m/Z,b,E,N,e cfg/retry-mode#standard';

/** A request by one session, signed now. */
export const signedBytes = (
  { url: awsUrl, region }: Pick<Started, 'url' | 'region'>,
  { accessKeyId, secretAccessKey, sessionToken }: VendedSession,
  request: UnsignedRequest,
): Buffer => {
  const headers = {
    ...signedHeaders(
      { awsUrl, region, accessKeyId, secretAccessKey, sessionToken },
      {
        ...request,
        headers: {
          'amz-sdk-invocation-id': randomUUID(),
          'amz-sdk-request': 'attempt=1; max=3',
          'x-amz-user-agent': userAgent,
          ...request.headers,
        },
      },
    ),
    'user-agent': userAgent,
    connection: 'keep-alive',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${request.method} ${request.path} HTTP/1.1\r\n${lines.join('')}\r\n${request.body ?? ''}`);
};
