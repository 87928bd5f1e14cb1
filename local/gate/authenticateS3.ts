/** Authenticates a request to S3: header or presigned URL first, then the body while it is read. */
import type { DataRequest } from '../dataService.ts';
import { agentContext } from './agentContext.ts';
import type { Authenticated, Authenticator } from './authenticator.ts';
import { s3Headers } from './s3Headers.ts';
import { s3Payload } from './s3Payload.ts';
import { s3Refusal } from './s3Refusals.ts';
import { readS3Signature } from './s3Signature.ts';
import { verifyS3 } from './verifyS3.ts';

const announcesLength = ({ headers }: DataRequest): boolean =>
  headers['content-length'] !== undefined || headers['x-amz-decoded-content-length'] !== undefined;

/** @throws GateError */
export const authenticateS3 = async (request: DataRequest, authenticator: Authenticator): Promise<Authenticated> => {
  try {
    const signature = readS3Signature(request);
    const { session, key, signedAt } = verifyS3(request, signature, authenticator);
    const { credential, dateTime, expires } = signature;
    const presigned = expires !== undefined;
    const seed = { scope: credential, dateTime, key, signature: signature.signature };
    const given = s3Payload(request, signature.payload, presigned, seed);
    // Only what has to be proved first is waited for.
    const { body, length, trailers } = given instanceof Promise ? await given : given;
    const announced = announcesLength(request) ? length : undefined;
    const age = Math.max(0, authenticator.clock() - signedAt);
    return {
      session,
      region: authenticator.region,
      presigned,
      headers: s3Headers(request.headers, presigned ? signature.query : [], announced),
      // https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
      context: agentContext(request.headers, {
        's3:authType': presigned ? 'REST-QUERY-STRING' : 'REST-HEADER',
        's3:signatureversion': 'AWS4-HMAC-SHA256',
        's3:signatureAge': String(age),
        's3:x-amz-content-sha256': signature.payload,
      }),
      body,
      length,
      trailers,
    };
  } catch (error) {
    throw s3Refusal(error);
  }
};
