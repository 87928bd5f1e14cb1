/**
 * Signature V4 for a POST to the root of a service: what these two calls need, and no more.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac } from 'node:crypto';

/** Whose request it is, and where it goes. */
export interface Signer {
  readonly region: string;
  readonly service: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** As `20300102T030405Z`. */
const amzDate = (time: Date): string => time.toISOString().replace(/[-:]|\.\d{3}/g, '');

/** The headers to send with it. */
export const signPost = (
  { region, service, accessKeyId, secretAccessKey }: Signer,
  { host, contentType, body }: { readonly host: string; readonly contentType: string; readonly body: string },
  time: Date,
): Record<string, string> => {
  const dateTime = amzDate(time);
  const date = dateTime.slice(0, 8);
  const signed = { 'content-type': contentType, host, 'x-amz-date': dateTime };
  const names = Object.keys(signed).join(';');
  const headers = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`);
  const request = ['POST', '/', '', headers.join(''), names, sha256(body)].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secretAccessKey}`, date));
  const signature = hmac(key, ['AWS4-HMAC-SHA256', dateTime, scope, sha256(request)].join('\n')).toString('hex');
  return {
    'content-type': contentType,
    'x-amz-date': dateTime,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
};
