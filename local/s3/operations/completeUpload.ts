/** CompleteMultipartUpload: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
import type { DataResponse } from '../../dataService.ts';
import { targetOf } from '../call.ts';
import type { Call } from '../call.ts';
import { checksumAlgorithms, checksumElements, checksumOf, compositeChecksum, givenChecksum } from '../checksum.ts';
import type { Checksum } from '../checksum.ts';
import { xmlAnswer } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { childrenOf, parseXml, requiredTextOf, textOf } from '../parseXml.ts';
import type { XmlNode } from '../parseXml.ts';
import { checkWrite } from '../preconditions.ts';
import { matchActions } from '../properties.ts';
import { receiveXml } from '../receive.ts';
import { invalidRequest, malformedXml, S3Error } from '../s3Error.ts';
import type { Content } from '../store/content.ts';
import { joined } from '../store/content.ts';
import { etagOfParts } from '../store/store.ts';
import type { Part, StoredObject, Upload } from '../store/stored.ts';
import { s3Xml } from '../xml.ts';
import { uploadOf } from './uploads.ts';

/** Bytes, of every part but the last: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const smallestPart = 5 * 1024 * 1024;

const invalidPart = (upload: Upload, number: string, etag: string) =>
  new S3Error(
    400,
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId: upload.id, PartNumber: number, ETag: etag },
  );

const partOf = (upload: Upload, element: XmlNode): Part => {
  const number = requiredTextOf(element, 'PartNumber').trim();
  const etag = requiredTextOf(element, 'ETag').trim();
  if (!/^\d{1,5}$/.test(number)) throw malformedXml();
  const part = upload.parts.get(Number(number));
  if (part?.etag.slice(1, -1) !== etag.replace(/^"(.*)"$/, '$1')) throw invalidPart(upload, number, etag);
  for (const algorithm of checksumAlgorithms) {
    const given = textOf(element, `Checksum${algorithm}`);
    if (given === undefined) continue;
    const known = part.checksum?.algorithm === algorithm ? part.checksum : checksumOf(algorithm, part.content);
    if (known.value !== given) throw invalidPart(upload, number, etag);
  }
  return part;
};

/** @throws S3Error MalformedXML, InvalidPart, InvalidPartOrder, EntityTooSmall */
const partsOf = (upload: Upload, xml: string): readonly Part[] => {
  const elements = childrenOf(parseXml(xml, 'CompleteMultipartUpload'), 'Part');
  if (elements.length === 0 || elements.length > 10_000) throw malformedXml();
  const parts = elements.map((element) => partOf(upload, element));
  if (parts.some(({ number }, index) => number <= (parts[index - 1]?.number ?? 0))) {
    throw new S3Error(
      400,
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
      { UploadId: upload.id },
    );
  }
  const short = parts.slice(0, -1).find(({ content }) => content.size < smallestPart);
  if (short) {
    throw new S3Error(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      ProposedSize: String(short.content.size),
      MinSizeAllowed: String(smallestPart),
      PartNumber: String(short.number),
      ETag: short.etag.slice(1, -1),
    });
  }
  return parts;
};

const checksumOfAll = (upload: Upload, parts: readonly Part[], content: Content): Checksum | undefined => {
  const { checksumAlgorithm: algorithm, checksumType } = upload;
  if (algorithm === undefined) return undefined;
  if (checksumType === 'FULL_OBJECT') return checksumOf(algorithm, content);
  return compositeChecksum(
    algorithm,
    parts.map((part) => (part.checksum?.algorithm === algorithm ? part.checksum : checksumOf(algorithm, part.content))),
  );
};

/** What the client says that the whole should be. @throws S3Error BadDigest, InvalidRequest */
const checkWhole = ({ request: { headers } }: Call, content: Content, checksum: Checksum | undefined) => {
  const given = givenChecksum(headers);
  const type = headers['x-amz-checksum-type']?.toUpperCase();
  if (type !== undefined && checksum && type !== checksum.type) {
    throw invalidRequest(
      `The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  const known = given && (given.algorithm === checksum?.algorithm ? checksum : checksumOf(given.algorithm, content));
  if (given && given.value !== known?.value) {
    throw new S3Error(400, 'BadDigest', `The ${given.algorithm} you specified did not match the calculated checksum.`);
  }
  const size = headers['x-amz-mp-object-size'];
  if (size !== undefined && size !== String(content.size)) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${size} does not match what was computed: ${String(content.size)}.`,
    );
  }
};

const complete = async (call: Call): Promise<DataResponse> => {
  const { store, request } = call;
  const target = targetOf(request);
  uploadOf(call);
  const xml = await receiveXml(call);
  const upload = uploadOf(call);
  const parts = partsOf(upload, xml);
  const content = joined(parts.map((part) => part.content));
  const checksum = checksumOfAll(upload, parts, content);
  checkWhole(call, content, checksum);
  const bucket = call.bucket();
  checkWrite(request.headers, target.key, bucket.objects.get(target.key));
  const object: StoredObject = {
    key: upload.key,
    headers: upload.headers,
    tags: upload.tags,
    content,
    etag: etagOfParts(parts),
    lastModified: store.now(),
    checksum,
    partSizes: parts.map((part) => part.content.size),
  };
  bucket.put(object);
  bucket.endUpload(upload, new Set(parts));
  return xmlAnswer(
    s3Xml('CompleteMultipartUploadResult', {
      Location: `http://${request.host}/${target.bucket}/${encodeURIComponent(target.key)}`,
      Bucket: target.bucket,
      Key: target.key,
      ETag: object.etag,
      ...checksumElements(checksum),
    }),
    { 'x-amz-server-side-encryption': object.headers['x-amz-server-side-encryption'] ?? 'AES256' },
  );
};

export const completeUpload: Operation = {
  name: 'CompleteMultipartUpload',
  method: 'POST',
  on: 'object',
  marks: ['uploadId'],
  parameters: [],
  copies: false,
  actions: ({ headers }) => ['s3:PutObject', ...matchActions(headers)],
  perform: complete,
};
