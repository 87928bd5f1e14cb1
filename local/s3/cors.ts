/** Cross-origin requests of browsers, by the rules of a bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html */
import type { DataRequest, DataResponse } from '../dataService.ts';
import type { CorsRule } from '../service.ts';
import { S3Error } from './s3Error.ts';

/** A pattern has one `*` at most, which stands for any text. */
const matches = (pattern: string, text: string): boolean => {
  const [before = '', after] = pattern.split('*', 2);
  if (after === undefined) return pattern === text;
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
};

const listOf = (header: string | undefined): readonly string[] =>
  (header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');

const ruleFor = (
  rules: readonly CorsRule[],
  { origin, method, headers }: { origin: string; method: string; headers: readonly string[] },
): CorsRule | undefined =>
  rules.find(
    ({ AllowedOrigins, AllowedMethods, AllowedHeaders = [] }) =>
      AllowedOrigins.some((pattern) => matches(pattern, origin)) &&
      AllowedMethods.includes(method) &&
      headers.every((name) => AllowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name))),
  );

const allowance = ({ AllowedOrigins, AllowedMethods, ExposedHeaders = [] }: CorsRule, origin: string) => {
  const anyone = AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': anyone ? '*' : origin,
    'access-control-allow-methods': AllowedMethods.join(', '),
    ...(ExposedHeaders.length > 0 && { 'access-control-expose-headers': ExposedHeaders.join(', ') }),
    ...(!anyone && { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
};

/** Headers of the answer to a request that comes from a page of another origin; none when no rule lets it read the answer. */
export const corsHeaders = (
  { method, headers }: DataRequest,
  rules: readonly CorsRule[],
): Readonly<Record<string, string>> => {
  const { origin } = headers;
  const rule = origin === undefined ? undefined : ruleFor(rules, { origin, method, headers: [] });
  return rule && origin !== undefined ? allowance(rule, origin) : {};
};

/** Answers a browser that asks first. @throws S3Error BadRequest, AccessForbidden */
export const preflight = ({ headers }: DataRequest, rules: readonly CorsRule[]): DataResponse => {
  const { origin } = headers;
  const method = headers['access-control-request-method'];
  if (origin === undefined || method === undefined) {
    throw new S3Error(400, 'BadRequest', 'Insufficient information. Origin request header needed.');
  }
  const details = { Method: method, ResourceType: 'OBJECT' };
  if (rules.length === 0) {
    throw new S3Error(403, 'AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.', details);
  }
  const asked = listOf(headers['access-control-request-headers']);
  const rule = ruleFor(rules, { origin, method, headers: asked });
  if (!rule) {
    throw new S3Error(
      403,
      'AccessForbidden',
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
      details,
    );
  }
  return {
    status: 200,
    headers: {
      ...allowance(rule, origin),
      ...(asked.length > 0 && { 'access-control-allow-headers': asked.join(', ') }),
      ...(rule.MaxAge !== undefined && { 'access-control-max-age': String(rule.MaxAge) }),
    },
    body: '',
  };
};
