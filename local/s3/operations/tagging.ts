/** The tags of an object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
import type { DataResponse } from '../../dataService.ts';
import { targetOf } from '../call.ts';
import type { Call } from '../call.ts';
import { empty, versioned, xmlAnswer } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { receiveXml } from '../receive.ts';
import { tagElements, tagsOfXml } from '../tags.ts';
import type { Tags } from '../tags.ts';
import { s3Xml } from '../xml.ts';

const get = (call: Call): DataResponse =>
  xmlAnswer(s3Xml('Tagging', tagElements(call.object(targetOf(call.request)).tags)));

const replace = (call: Call, tags: Tags): void => {
  const object = call.object(targetOf(call.request));
  // What is put gives back the bytes of what it replaces.
  call.bucket().putCopy({ ...object, tags });
};

/** The tags are in the body, and policies can speak of them: it is read before it is judged. */
const put = async (call: Call): Promise<DataResponse> => {
  const requestTags = tagsOfXml(await receiveXml(call));
  const target = targetOf(call.request);
  const version = target.versionId === undefined ? '' : 'Version';
  call.judge(`s3:PutObject${version}Tagging`, target, { requestTags });
  replace(call, requestTags);
  return empty(200);
};

const remove = (call: Call): DataResponse => {
  replace(call, new Map());
  return empty(204);
};

const shape = { on: 'object', marks: ['tagging'], parameters: ['versionId'], copies: false } as const;

export const tagging: readonly Operation[] = [
  {
    ...shape,
    name: 'GetObjectTagging',
    method: 'GET',
    actions: versioned('s3:GetObjectTagging', 's3:GetObjectVersionTagging'),
    perform: get,
  },
  { ...shape, name: 'PutObjectTagging', method: 'PUT', actions: () => [], perform: put },
  {
    ...shape,
    name: 'DeleteObjectTagging',
    method: 'DELETE',
    actions: versioned('s3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging'),
    perform: remove,
  },
];
