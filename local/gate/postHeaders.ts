/** The fields of a form upload that would be headers of a PUT. */
import { checkSendable } from './s3Headers.ts';
import { signatureParameters } from './s3Signature.ts';

const plain = new Set(['cache-control', 'content-type', 'content-disposition', 'content-encoding', 'expires']);

/** Without prototype. @throws GateError InvalidArgument for a field that cannot be a header */
export const postHeaders = (fields: ReadonlyMap<string, string>): Record<string, string> => {
  const headers = Object.create(null) as Record<string, string>;
  const put = (name: string, value: string) => {
    checkSendable(name, value);
    headers[name] = value;
  };
  for (const [name, value] of fields) {
    if (plain.has(name) || (name.startsWith('x-amz-') && !signatureParameters.has(name))) put(name, value);
  }
  const acl = fields.get('acl');
  if (acl !== undefined) put('x-amz-acl', acl);
  return headers;
};
