/** Authenticates a request to DynamoDB, whose signature covers the hash of a body that is small enough to keep. */
import type { DataRequest } from '../dataService.ts';
import { SignatureError } from '../signatureError.ts';
import { payloadHash } from '../signRequest.ts';
import { openAuthorization } from '../sigv4.ts';
import { agentContext } from './agentContext.ts';
import type { Authenticated, Authenticator } from './authenticator.ts';
import { incompleteBody } from './bodyErrors.ts';
import { GateError } from './gateError.ts';
import { onePiece, readWhole } from './readWhole.ts';

/** Bytes: DynamoDB's own limit on a request. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const maxBody = 16 * 1024 * 1024;

/** DynamoDB's clocks are stricter than those of S3. */
const skewMinutes = 5;

const tooLarge = () =>
  new GateError(413, 'RequestEntityTooLargeException', `The request is larger than ${String(maxBody)} bytes.`);

/** In the words of https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const codes: ReadonlyMap<string, string> = new Map([
  ['IncompleteSignature', 'IncompleteSignatureException'],
  ['SignatureDoesNotMatch', 'InvalidSignatureException'],
  ['MissingAuthenticationToken', 'MissingAuthenticationTokenException'],
  ['InvalidClientTokenId', 'UnrecognizedClientException'],
  ['ExpiredToken', 'ExpiredTokenException'],
  ['MalformedQueryString', 'ValidationException'],
]);

const refusal = (error: unknown): unknown => {
  const code = error instanceof SignatureError ? codes.get(error.code) : undefined;
  return code === undefined ? error : new GateError(400, code, (error as SignatureError).message);
};

const readBody = async ({ headers, body }: DataRequest): Promise<Buffer> => {
  const announced = headers['content-length'];
  if (announced !== undefined && Number(announced) > maxBody) throw tooLarge();
  const content = await readWhole(body, maxBody, tooLarge);
  if (announced !== undefined && Number(announced) !== content.length) {
    throw incompleteBody('The request body is cut short.');
  }
  return content;
};

const spent = new Set([
  'authorization',
  'connection',
  'content-length',
  'expect',
  'host',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
]);

const headersOf = (headers: DataRequest['headers'], length: number): Record<string, string> => {
  const meant = Object.create(null) as Record<string, string>;
  for (const name in headers) if (!spent.has(name)) meant[name] = headers[name] ?? '';
  meant['content-length'] = String(length);
  return meant;
};

const authenticateRequest = async (request: DataRequest, authenticator: Authenticator): Promise<Authenticated> => {
  const { sts, region, clock } = authenticator;
  const verifier = { service: 'dynamodb', region, now: clock(), skewMinutes, signingKeysOf: sts.signingKeysOf };
  // Whoever has no key that is known here does not get a body read.
  const verifyBody = openAuthorization(request, verifier);
  const content = await readBody(request);
  const hash = payloadHash(content);
  const { accessKeyId } = verifyBody(hash);
  const session = sts.session(accessKeyId);
  if (session === undefined) {
    throw new SignatureError('ExpiredToken', 'The security token included in the request is expired');
  }
  return {
    session,
    region,
    presigned: false,
    headers: headersOf(request.headers, content.length),
    context: agentContext(request.headers),
    body: onePiece(() => Promise.resolve(content)),
    length: content.length,
    trailers: () => Object.create(null) as Record<string, string>,
  };
};

/** @throws GateError */
export const authenticateDynamodb = async (
  request: DataRequest,
  authenticator: Authenticator,
): Promise<Authenticated> => {
  try {
    return await authenticateRequest(request, authenticator);
  } catch (error) {
    throw refusal(error);
  }
};
