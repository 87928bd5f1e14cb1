/** Uses vended credentials as a client would: once for what they are for, once for what they are not. */
import type { VendedCredentials } from '../../core/schema.ts';
import { errorOf, sendSigned } from '../calls/sendSigned.ts';
import type { Use } from './startText.ts';

/**
 * Writes an object into the caller's own folder, then reads the same of somebody else's.
 *
 * @param subs the caller's own sub, and the other user's
 * @returns nothing when the credentials are not for a folder of the caller's own: grants.ts may have been edited
 */
export const useVended = async (
  awsUrl: string,
  { accessKeyId, secretAccessKey, sessionToken, scope }: VendedCredentials,
  subs: { readonly own: string; readonly other: string },
): Promise<readonly Use[]> => {
  const folder = scope.s3.find(({ prefix, access }) => prefix?.includes(subs.own) && access.includes('WRITE'));
  if (!folder?.prefix) return [];
  const { bucket, region } = folder;
  const signer = { awsUrl, region, accessKeyId, secretAccessKey, sessionToken };
  const use = async (method: string, key: string, body?: string): Promise<Use> => {
    const answer = await sendSigned(signer, {
      service: 's3',
      method,
      path: `/${bucket}/${key}`,
      ...(body !== undefined && { body, headers: { 'content-type': 'text/plain' } }),
    });
    const message = errorOf(answer)?.message;
    return { what: `${method} ${key}`, status: answer.status, ...(message !== undefined && { reason: message }) };
  };
  const own = `${folder.prefix}hello.txt`;
  return [
    await use('PUT', own, 'Written with vended credentials.\n'),
    await use('GET', own.replace(subs.own, subs.other)),
  ];
};
