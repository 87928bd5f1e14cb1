/** DeleteObject and DeleteObjects, which is judged key by key. */
import type { DataResponse } from '../../dataService.ts';
import { GateError } from '../../gate/gateError.ts';
import { checkKey } from '../address.ts';
import { nullVersion, targetOf } from '../call.ts';
import type { Call, Target } from '../call.ts';
import { givenChecksum } from '../checksum.ts';
import { empty, versioned, xmlAnswer } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { childrenOf, parseXml, requiredTextOf, textOf } from '../parseXml.ts';
import { checkWrite } from '../preconditions.ts';
import { matchActions } from '../properties.ts';
import { receiveXml } from '../receive.ts';
import { invalidArgument, invalidRequest, malformedXml } from '../s3Error.ts';
import { s3Xml } from '../xml.ts';
import type { Elements } from '../xml.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const mostKeys = 1000;

const checkVersion = (versionId: string | undefined) => {
  if (versionId !== undefined && versionId !== nullVersion) {
    throw invalidArgument('Invalid version id specified', 'versionId', versionId);
  }
};

const checkBypass = ({ headers }: Call['request']) => {
  if (headers['x-amz-bypass-governance-retention']?.toLowerCase() === 'true') {
    throw invalidArgument(
      'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.',
      'x-amz-bypass-governance-retention',
      'true',
    );
  }
};

const remove = (call: Call): DataResponse => {
  const { key, versionId } = targetOf(call.request);
  const bucket = call.bucket();
  checkVersion(versionId);
  checkBypass(call.request);
  checkWrite(call.request.headers, key, bucket.objects.get(key));
  bucket.remove(key);
  return empty(204, versionId === undefined ? {} : { 'x-amz-version-id': versionId });
};

interface Wanted {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly etag: string | undefined;
}

const wantedOf = (xml: string): { readonly objects: readonly Wanted[]; readonly quiet: boolean } => {
  const root = parseXml(xml, 'Delete');
  const objects = childrenOf(root, 'Object').map((object) => ({
    key: requiredTextOf(object, 'Key'),
    versionId: textOf(object, 'VersionId'),
    etag: textOf(object, 'ETag'),
  }));
  if (objects.length === 0 || objects.length > mostKeys || objects.some(({ key }) => key === '')) throw malformedXml();
  return { objects, quiet: textOf(root, 'Quiet')?.trim().toLowerCase() === 'true' };
};

const removeOne = (call: Call, { key, versionId, etag }: Wanted): void => {
  const target: Target = { bucket: call.request.bucket ?? '', key: checkKey(key), versionId };
  call.judge(versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion', target);
  if (etag !== undefined) for (const action of matchActions({ 'if-match': etag })) call.judge(action, target);
  const bucket = call.bucket();
  checkVersion(versionId);
  if (etag !== undefined) checkWrite({ 'if-match': etag }, key, bucket.objects.get(key));
  bucket.remove(key);
};

const removeSeveral = async (call: Call): Promise<DataResponse> => {
  const { headers } = call.request;
  if (headers['content-md5'] === undefined && !givenChecksum(headers) && headers['x-amz-trailer'] === undefined) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  checkBypass(call.request);
  const { objects, quiet } = wantedOf(await receiveXml(call));
  const deleted: Elements[] = [];
  const refused: Elements[] = [];
  for (const wanted of objects) {
    const named = { Key: wanted.key, VersionId: wanted.versionId };
    try {
      removeOne(call, wanted);
      deleted.push(named);
    } catch (error) {
      if (!(error instanceof GateError)) throw error;
      refused.push({ ...named, Code: error.code, Message: error.message });
    }
  }
  // A bucket that is not there is no error of a key.
  call.bucket();
  return xmlAnswer(s3Xml('DeleteResult', { Deleted: quiet ? [] : deleted, Error: refused }));
};

const deletes = versioned('s3:DeleteObject', 's3:DeleteObjectVersion');

export const deleteObjects: readonly Operation[] = [
  {
    name: 'DeleteObject',
    method: 'DELETE',
    on: 'object',
    marks: [],
    parameters: ['versionId'],
    copies: false,
    actions: (request) => [...deletes(request), ...matchActions(request.headers)],
    perform: remove,
  },
  {
    name: 'DeleteObjects',
    method: 'POST',
    on: 'bucket',
    marks: ['delete'],
    parameters: [],
    copies: false,
    actions: () => [],
    perform: removeSeveral,
  },
];
