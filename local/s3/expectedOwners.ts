/** Whose buckets a request expects to work on. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
import { accessDenied } from '../gate/s3Refusals.ts';
import type { S3Request } from './call.ts';

/** The header for the request's own bucket, and that for the bucket which a copy reads. */
const expectations = ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner'];

/** All buckets here are of one account. @throws GateError AccessDenied when the request expects another */
export const checkOwners = ({ headers }: Pick<S3Request, 'headers'>, account: string): void => {
  if (expectations.some((name) => (headers[name] ?? account) !== account)) throw accessDenied();
};
