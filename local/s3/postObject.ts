/** A form upload of a browser: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
import type { DataResponse } from '../dataService.ts';
import { targetOf } from './call.ts';
import type { Call } from './call.ts';
import { empty } from './operation.ts';
import { putForm, writtenHeaders } from './operations/putObject.ts';
import { writeActions } from './properties.ts';
import { invalidRequest } from './s3Error.ts';
import type { StoredObject } from './store/stored.ts';
import { tagsOfXml } from './tags.ts';
import { s3Xml } from './xml.ts';

type Fields = ReadonlyMap<string, string>;

/** Where the page goes next, or undefined for an address that is none, of which S3 takes no notice. */
const redirectOf = (fields: Fields, bucket: string, { key, etag }: StoredObject): string | undefined => {
  const wanted = fields.get('success_action_redirect') ?? fields.get('redirect');
  if (wanted === undefined || !URL.canParse(wanted)) return undefined;
  const url = new URL(wanted);
  if (!['http:', 'https:'].includes(url.protocol)) return undefined;
  for (const [name, value] of [
    ['bucket', bucket],
    ['key', key],
    ['etag', etag],
  ] as const)
    url.searchParams.append(name, value);
  return url.href;
};

const answer = ({ request: { host } }: Call, fields: Fields, bucket: string, object: StoredObject): DataResponse => {
  const location = `http://${host}/${bucket}/${encodeURIComponent(object.key)}`;
  const headers = { ...writtenHeaders(object), location };
  const redirect = redirectOf(fields, bucket, object);
  if (redirect !== undefined) return empty(303, { ...headers, location: redirect });
  const status = fields.get('success_action_status');
  if (status === '200') return empty(200, headers);
  if (status !== '201') return empty(204, headers);
  return {
    status: 201,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: s3Xml('PostResponse', { Location: location, Bucket: bucket, Key: object.key, ETag: object.etag }),
  };
};

/** Judges and performs. The policy in the form has been checked: it narrows what its signer may do, and adds nothing. */
export const postObject = async (call: Call, fields: Fields): Promise<DataResponse> => {
  const { request } = call;
  const target = targetOf(request);
  const tagging = fields.get('tagging');
  if (tagging !== undefined && 'x-amz-tagging' in request.headers) {
    throw invalidRequest('The form has tags twice, in tagging and in x-amz-tagging.');
  }
  const tags = tagging === undefined ? undefined : tagsOfXml(tagging);
  const actions = [...writeActions(request), ...(tags ? ['s3:PutObjectTagging'] : [])];
  for (const action of actions) call.judge(action, target, tags ? { requestTags: tags } : {});
  return answer(call, fields, target.bucket, await putForm(call, tags));
};
