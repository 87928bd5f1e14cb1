/** The conformance table: bodies, headers and what reaches a resolver. */
import { typename, query, unparsable, accepted } from './case.ts';
import type { ConformanceCase } from './case.ts';

export const http: readonly ConformanceCase[] = [
  {
    id: 'appsync-39',
    rule: 'an empty body',
    sure: 'H',
    request: { body: '' },
    answer: {
      ...unparsable,
      body: { errors: [{ message: 'Request body is empty.', errorType: 'MalformedHttpRequestException' }] },
    },
  },
  { id: 'appsync-40', rule: 'the body {}', sure: 'H', request: { body: {} }, answer: unparsable },
  { id: 'appsync-41', rule: 'the body []: no batches', sure: 'H', request: { body: [] }, answer: unparsable },
  { id: 'appsync-42', rule: 'a batch', sure: 'H', request: { body: [{ query: '{__typename}' }] }, answer: unparsable },
  { id: 'appsync-43', rule: 'a body that is not JSON', sure: 'H', request: { body: 'meow' }, answer: unparsable },
  { id: 'appsync-44', rule: 'a query that does not parse', sure: 'M', request: query('{'), answer: unparsable },
  {
    id: 'appsync-45',
    rule: 'a nullable argument given by an unset variable is null, one that is not given is absent',
    sure: 'H',
    request: query('query($s:String){echo(s:$s)}', {}),
    answer: { body: { data: { echo: '{"limit":7,"s":null}' } } },
  },
  {
    id: 'appsync-46',
    rule: 'unknown keys of the body are ignored',
    sure: 'H',
    request: { body: { query: '{__typename}', extensions: { clientLibrary: { name: 'x' } }, more: 1 } },
    answer: accepted,
  },
  {
    id: 'appsync-47',
    rule: 'content type, request id and CORS of an answer, whatever Accept says',
    sure: 'H',
    request: { ...typename, headers: { accept: 'application/graphql-response+json' } },
    answer: {
      headers: {
        'content-type': 'application/json;charset=UTF-8',
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amz-user-agent,x-amzn-ErrorMessage,Date',
      },
    },
  },
  {
    id: 'appsync-48',
    rule: 'the preflight request needs no JWT',
    sure: 'H',
    request: { method: 'OPTIONS', authorization: null },
    answer: { headers: { 'access-control-allow-headers': 'authorization,content-type,x-amz-user-agent,x-api-key' } },
  },
  {
    id: 'appsync-49',
    rule: 'GET with the query in the URL',
    sure: 'M', // https://github.com/graphql/graphql-over-http/issues/81, by the AppSync team, 2020
    request: { method: 'GET', path: `/graphql?query=${encodeURIComponent('{__typename}')}` },
    answer: accepted,
  },
  {
    id: 'appsync-55',
    rule: 'AWSJSON reaches the resolver parsed',
    sure: 'H',
    request: query('query($json:AWSJSON){echo(json:$json)}', { json: '{"a":[1]}' }),
    answer: { body: { data: { echo: '{"json":{"a":[1]},"limit":7}' } } },
  },
  {
    id: 'appsync-56',
    rule: 'an operation that the document does not have',
    sure: 'L',
    request: { body: { query: '{__typename}', operationName: 'Other' } },
    answer: { includes: ['"data":null', 'Other'] },
  },
  {
    id: 'appsync-57',
    rule: 'another path',
    sure: 'L',
    request: { ...typename, path: '/other' },
    answer: { status: 404, headers: { 'x-amzn-errortype': 'UnknownOperationException' } },
  },
  {
    id: 'appsync-63',
    rule: 'the Date header is by the same clock as tokens',
    sure: 'M',
    request: typename,
    answer: { ...accepted, headers: { date: 'Wed, 02 Jan 2030 03:04:05 GMT' } },
  },
];
