/** Authenticates a form upload to S3, as browsers send it: the form carries a policy, and the signature is the policy's. */
import type { DataRequest } from '../dataService.ts';
import { algorithm, signText } from '../signRequest.ts';
import { parseCredential, sameSignature } from '../sigv4.ts';
import { agentContext } from './agentContext.ts';
import type { Authenticated, Authenticator } from './authenticator.ts';
import { checksumCheck, isChecksum } from './checksums.ts';
import type { PayloadCheck } from './checksums.ts';
import { signatureDoesNotMatch } from './chunkSignatures.ts';
import { connect } from './connect.ts';
import { boundaryOf, FormFile } from './formData.ts';
import type { FormHead } from './formData.ts';
import { GateError } from './gateError.ts';
import { postHeaders } from './postHeaders.ts';
import { checkPostPolicy } from './postPolicy.ts';
import type { LengthRange } from './postPolicy.ts';
import { accessDenied, olderSignature, s3Refusal } from './s3Refusals.ts';
import { VerifiedPayload } from './verifiedPayload.ts';
import { checkS3Scope, findS3Signer, parseS3Time } from './verifyS3.ts';
import type { Signed } from './verifyS3.ts';

/** A form upload whose sender is known and whose fields the policy allows. */
export interface AuthenticatedPost extends Authenticated {
  /** The key to write, the file's name put in for `${filename}`. */
  readonly key: string;
  /** The form's fields by lower-case name: success_action_status, success_action_redirect, tagging … */
  readonly fields: ReadonlyMap<string, string>;
}

/** Bytes: what one request can put into S3. */
const maxFile = 5 * 1024 ** 3;

const missingField = (name: string) =>
  new GateError(
    400,
    'InvalidArgument',
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
  );

const field = (fields: FormHead['fields'], name: string): string => {
  const value = fields.get(name.toLowerCase());
  if (value === undefined || value === '') throw missingField(name);
  return value;
};

/** @throws GateError; SignatureError for a credential that is none */
const verifySignature = (fields: FormHead['fields'], { sts, region }: Authenticator): Signed => {
  const policy = fields.get('policy');
  if (policy === undefined) throw accessDenied();
  if (fields.has('awsaccesskeyid')) throw olderSignature();
  if (field(fields, 'X-Amz-Algorithm') !== algorithm) {
    throw new GateError(400, 'InvalidArgument', `X-Amz-Algorithm only supports "${algorithm}"`);
  }
  const credential = parseCredential(field(fields, 'X-Amz-Credential'));
  const dateTime = field(fields, 'X-Amz-Date');
  const signature = field(fields, 'X-Amz-Signature');
  const signedAt = parseS3Time(dateTime, true);
  checkS3Scope(credential, dateTime, region, true);
  const { session, keyOf } = findS3Signer(sts, credential.accessKeyId, fields.get('x-amz-security-token'));
  const key = keyOf(credential);
  const expected = signText(key, policy);
  if (!sameSignature(expected, signature)) throw signatureDoesNotMatch();
  return { session, key, signedAt };
};

const rangeCheck = ({ min, max }: LengthRange): PayloadCheck => {
  let length = 0;
  return {
    update(bytes) {
      length += bytes.length;
      if (length > max) {
        throw new GateError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
      }
    },
    finish() {
      if (length < min) {
        throw new GateError(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
      }
    },
  };
};

/** The fields as the policy sees them: the bucket is the one that is posted to, whatever the form says. */
const meantFields = ({ fields, filename }: FormHead, bucket: string): Map<string, string> => {
  const key = field(fields, 'key').replaceAll('${filename}', () => filename);
  if (key === '') throw missingField('key');
  if ((fields.get('bucket') ?? bucket) !== bucket) throw accessDenied('Invalid according to Policy: another bucket');
  return new Map([...fields, ['key', key], ['bucket', bucket]]);
};

const readForm = async (request: DataRequest) => {
  let form: FormFile | undefined;
  const head = await new Promise<FormHead>((resolve, reject) => {
    form = new FormFile(boundaryOf(request.headers['content-type']), resolve);
    form.once('error', reject);
    connect(request.body, form);
  });
  if (form === undefined) throw new Error('There is no form.');
  return { head, form };
};

const authenticateForm = async (
  request: DataRequest,
  bucket: string,
  authenticator: Authenticator,
): Promise<AuthenticatedPost> => {
  const { head, form } = await readForm(request);
  const { session, signedAt } = verifySignature(head.fields, authenticator);
  const fields = meantFields(head, bucket);
  const now = authenticator.clock();
  const ranges = checkPostPolicy(field(fields, 'policy'), fields, now);
  const checksums = [...fields.keys()].filter(isChecksum);
  const verified = new VerifiedPayload(undefined, [
    ...[...ranges, { min: 0, max: maxFile }].map(rangeCheck),
    ...checksums.map((name) => checksumCheck(name, () => fields.get(name))),
  ]);
  return {
    session,
    region: authenticator.region,
    presigned: true,
    headers: postHeaders(fields),
    context: {
      ...agentContext(request.headers),
      's3:authType': 'POST',
      's3:signatureversion': algorithm,
      's3:signatureAge': String(Math.max(0, now - signedAt)),
    },
    body: connect(form, verified),
    length: undefined,
    trailers: () => Object.create(null) as Record<string, string>,
    key: fields.get('key') ?? '',
    fields,
  };
};

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
 * `body` is the file; its length is not known ahead, and it fails with a GateError EntityTooLarge or EntityTooSmall, or when the
 * form is cut short.
 * @param bucket that is posted to
 * @throws GateError AccessDenied, MalformedPOSTRequest, InvalidPolicyDocument …
 */
export const authenticatePost =
  (authenticator: Authenticator) =>
  async (request: DataRequest, bucket: string): Promise<AuthenticatedPost> => {
    try {
      return await authenticateForm(request, bucket, authenticator);
    } catch (error) {
      throw s3Refusal(error);
    }
  };
