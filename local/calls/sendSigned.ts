/** Signs a request to an AWS service with Signature V4 and sends it: what an AWS SDK does, in a few lines. */
import type { HttpAnswer } from './http.ts';
import { send } from './http.ts';
import {
  canonicalKeyPath,
  canonicalPath,
  canonicalQuery,
  payloadHash,
  queryParameters,
  sign,
  signingKey,
  splitUrl,
} from '../signRequest.ts';
import type { CredentialScope } from '../signRequest.ts';

/** Whose request it is, and where it goes. */
export interface Signer {
  readonly awsUrl: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A request before it is signed. */
export interface UnsignedRequest {
  readonly service: 's3' | 'dynamodb';
  readonly method: string;
  /** Path and query, raw: sent as they are. */
  readonly path: string;
  /** More headers, names in lower case. All are signed. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const scopeAt = (time: string, { region }: Signer, service: string): CredentialScope => ({
  date: time.slice(0, 8),
  region,
  service,
});

/** As `20300102T030405Z`. */
const amzDate = (time: Date): string => time.toISOString().replace(/[-:]|\.\d{3}/g, '');

/**
 * The headers of a request, signed. All names are in lower case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * @param time when it is signed
 */
export const signedHeaders = (
  signer: Signer,
  { service, method, path, headers = {}, body = '' }: UnsignedRequest,
  time = new Date(),
): Record<string, string> => {
  const dateTime = amzDate(time);
  const scope = scopeAt(dateTime, signer, service);
  const hash = payloadHash(Buffer.from(body));
  const signed: Record<string, string> = {
    ...headers,
    host: new URL(signer.awsUrl).host,
    'x-amz-content-sha256': hash,
    'x-amz-date': dateTime,
    ...(signer.sessionToken !== undefined && { 'x-amz-security-token': signer.sessionToken }),
  };
  const names = Object.keys(signed).sort();
  const { path: bare, query } = splitUrl(path);
  const parts = {
    method,
    path: service === 's3' ? canonicalKeyPath(bare) : canonicalPath(bare),
    query: canonicalQuery(queryParameters(query)),
    headers: signed,
    payloadHash: hash,
  };
  const signature = sign(parts, names, scope, dateTime, signingKey(signer.secretAccessKey, scope));
  const credential = `${signer.accessKeyId}/${scope.date}/${scope.region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...signed, authorization, 'content-length': String(Buffer.byteLength(body)) };
};

/** @param time when it is signed */
export const sendSigned = (signer: Signer, request: UnsignedRequest, time = new Date()): Promise<HttpAnswer> => {
  const { method, path, body = '' } = request;
  const headers = signedHeaders(signer, request, time);
  return send(signer.awsUrl, { method, path, headers, ...(body !== '' && { body }) });
};

/** The path and query of a presigned URL to get an object. */
export const presignedPath = (signer: Signer, path: string, seconds: number, time = new Date()): string => {
  const dateTime = amzDate(time);
  const scope = scopeAt(dateTime, signer, 's3');
  const query = canonicalQuery([
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${signer.accessKeyId}/${scope.date}/${scope.region}/s3/aws4_request`],
    ['X-Amz-Date', dateTime],
    ['X-Amz-Expires', String(seconds)],
    ...(signer.sessionToken === undefined ? [] : [['X-Amz-Security-Token', signer.sessionToken] as const]),
    ['X-Amz-SignedHeaders', 'host'],
  ]);
  const headers = { host: new URL(signer.awsUrl).host };
  const parts = { method: 'GET', path: canonicalKeyPath(path), query, headers, payloadHash: 'UNSIGNED-PAYLOAD' };
  const key = signingKey(signer.secretAccessKey, scope);
  return `${path}?${query}&X-Amz-Signature=${sign(parts, ['host'], scope, dateTime, key)}`;
};

/** The error code and message of an answer of S3 (XML) or DynamoDB (JSON); undefined when it is no error. */
export const errorOf = ({ status, body }: HttpAnswer): { code: string; message: string } | undefined => {
  if (status < 400) return undefined;
  if (body.startsWith('{')) {
    const { __type: type = '', message = '', Message } = JSON.parse(body) as Record<string, string | undefined>;
    return { code: type.split('#').at(-1) ?? '', message: Message ?? message };
  }
  const [, code = String(status)] = /<Code>(.*?)<\/Code>/.exec(body) ?? [];
  const [, message = body] = /<Message>(.*?)<\/Message>/s.exec(body) ?? [];
  return { code, message: message.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&apos;', "'") };
};
