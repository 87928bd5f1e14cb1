/** PutObject and CopyObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
import type { DataResponse } from '../../dataService.ts';
import { copySourceOf } from '../address.ts';
import { targetOf } from '../call.ts';
import type { Call } from '../call.ts';
import { checksumElements, checksumHeaders, checksumOf, givenChecksum } from '../checksum.ts';
import { empty, xmlAnswer } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { checkCopySource, checkWrite } from '../preconditions.ts';
import { checkHeaders, copiedProperties, directivesOf, propertiesOf, writeActions } from '../properties.ts';
import { receive, receiveAnnounced } from '../receive.ts';
import { invalidRequest } from '../s3Error.ts';
import type { Content } from '../store/content.ts';
import { etagOf } from '../store/store.ts';
import type { Properties, StoredObject } from '../store/stored.ts';
import type { Tags } from '../tags.ts';
import { s3Xml } from '../xml.ts';

/** Keeps a body as the request's object, if the request's conditions hold now. */
const keep = (call: Call, properties: Properties, content: Content): StoredObject => {
  const { request, store } = call;
  const { key } = targetOf(request);
  const bucket = call.bucket();
  checkWrite(request.headers, key, bucket.objects.get(key));
  const object: StoredObject = {
    ...properties,
    key,
    content,
    etag: etagOf(content),
    lastModified: store.now(),
    checksum: givenChecksum(request.headers, request.trailers()),
    partSizes: undefined,
  };
  bucket.put(object);
  return object;
};

/** Keeps the request's body as an object. Everything must have been judged. */
const putBody = async (call: Call): Promise<StoredObject> => {
  checkHeaders(call);
  call.bucket();
  const properties = propertiesOf(call.request.headers);
  return receiveAnnounced(call, (content) => keep(call, properties, content));
};

/** As PutObject, for the file of a form, whose length is not known ahead. */
export const putForm = async (call: Call, tags: Tags | undefined): Promise<StoredObject> => {
  checkHeaders(call);
  call.bucket();
  const properties = propertiesOf(call.request.headers);
  return receive(call, (content) => keep(call, tags ? { ...properties, tags } : properties, content));
};

/** The headers of an answer to a write. */
export const writtenHeaders = ({ etag, headers, checksum }: StoredObject) => ({
  etag,
  'x-amz-server-side-encryption': headers['x-amz-server-side-encryption'] ?? 'AES256',
  ...checksumHeaders(checksum),
});

const put = async (call: Call): Promise<DataResponse> => empty(200, writtenHeaders(await putBody(call)));

/** The object that x-amz-copy-source names, once reading it is allowed. @throws GateError AccessDenied, S3Error NoSuchKey … */
export const readCopySource = (call: Call) => {
  const { request } = call;
  const source = copySourceOf(request.headers['x-amz-copy-source'] ?? '');
  const version = source.versionId === undefined ? '' : 'Version';
  call.judge(`s3:GetObject${version}`, source);
  const object = call.object(source);
  return { source, object, tagsAction: `s3:GetObject${version}Tagging` };
};

const copy = (call: Call): DataResponse => {
  const { request, store } = call;
  const { headers } = request;
  const target = targetOf(request);
  const { source, object, tagsAction } = readCopySource(call);
  checkHeaders(call);
  const directives = directivesOf(headers);
  if (directives.tags === 'COPY' && object.tags.size > 0) {
    call.judge(tagsAction, source);
    call.judge('s3:PutObjectTagging', target, { requestTags: object.tags });
  }
  const bucket = call.bucket();
  checkCopySource(headers, object);
  checkWrite(headers, target.key, bucket.objects.get(target.key));
  const changes = ['x-amz-storage-class', 'x-amz-website-redirect-location', 'x-amz-server-side-encryption'];
  const toItself = source.bucket === target.bucket && source.key === target.key && directives.metadata === 'COPY';
  if (toItself && !changes.some((name) => name in headers)) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const algorithm = headers['x-amz-checksum-algorithm'];
  const copied: StoredObject = {
    ...copiedProperties(headers, object),
    key: target.key,
    content: object.content,
    etag: etagOf(object.content),
    lastModified: store.now(),
    checksum:
      algorithm !== undefined || object.checksum?.type === 'COMPOSITE'
        ? checksumOf((algorithm ?? object.checksum?.algorithm ?? '').toUpperCase(), object.content)
        : object.checksum,
    partSizes: undefined,
  };
  bucket.putCopy(copied);
  return xmlAnswer(
    s3Xml('CopyObjectResult', {
      ETag: copied.etag,
      LastModified: new Date(copied.lastModified).toISOString(),
      ...checksumElements(copied.checksum),
    }),
    { 'x-amz-server-side-encryption': writtenHeaders(copied)['x-amz-server-side-encryption'] },
  );
};

const shape = { method: 'PUT', on: 'object', marks: [], parameters: [], actions: writeActions } as const;

export const putObject: readonly Operation[] = [
  { ...shape, name: 'PutObject', copies: false, perform: put },
  { ...shape, name: 'CopyObject', copies: true, perform: copy },
];
