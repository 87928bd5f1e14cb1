/** Cognito over HTTP: API operations by POST and X-Amz-Target, public keys by GET, CORS for browsers. */
import { randomUUID } from 'node:crypto';
import type { AwsRequest, AwsResponse, AwsService } from '../awsService.ts';
import { CognitoError } from './cognitoError.ts';
import { parseInput } from './input.ts';
import type { Pool } from './operations/operation.ts';
import { operations } from './operations/operations.ts';

const cors = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};

const preflight: AwsResponse = {
  status: 200,
  headers: {
    ...cors,
    'access-control-allow-headers':
      'Authorization,cache-control,content-type,x-amz-target,x-amz-user-agent,x-amz-date,x-amz-security-token,' +
      'x-amz-content-sha256,amz-sdk-invocation-id,amz-sdk-request',
    'access-control-allow-methods': 'POST,GET',
    'access-control-max-age': '172800',
  },
  body: '',
};

const answer = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): AwsResponse => ({
  status,
  headers: {
    ...cors,
    'content-type': 'application/x-amz-json-1.1',
    'cache-control': 'no-store',
    'x-amzn-requestid': randomUUID(),
    ...headers,
  },
  body: JSON.stringify(body),
});

const failure = (status: number, type: string, message: string): AwsResponse =>
  answer(status, { __type: type, message }, { 'x-amzn-errortype': `${type}:` });

const callOperation = async (pool: Pool, request: AwsRequest): Promise<AwsResponse> => {
  const name = /^AWSCognitoIdentityProviderService\.(\w+)$/.exec(request.headers['x-amz-target'] ?? '')?.[1];
  const operation = name === undefined ? undefined : operations.get(name);
  if (!operation) {
    const served = [...operations.keys()].join(', ');
    const asked = name === undefined ? 'X-Amz-Target names no operation' : `${name.slice(0, 64)} is not served here`;
    return failure(400, 'UnknownOperationException', `${asked}. The local Cognito serves ${served}.`);
  }
  return answer(200, await operation(pool, parseInput(request.body)));
};

/**
 * `documents` are the public JSON documents by path. An error that is no CognitoError goes to `onFault` and is answered as
 * InternalErrorException, without its text.
 */
export const serveCognito =
  (pool: Pool, documents: ReadonlyMap<string, object>, onFault: (error: unknown) => void): AwsService =>
  async (request) => {
    if (request.method === 'OPTIONS') return preflight;
    if (request.method === 'GET') {
      const document = documents.get(request.url.split('?')[0] ?? '');
      if (document) return answer(200, document, { 'content-type': 'application/json' });
      return failure(404, 'ResourceNotFoundException', `Only ${[...documents.keys()].join(' and ')} can be read here.`);
    }
    try {
      return await callOperation(pool, request);
    } catch (error) {
      if (error instanceof CognitoError) return failure(400, error.type, error.message);
      onFault(error);
      return failure(500, 'InternalErrorException', 'Something went wrong');
    }
  };
