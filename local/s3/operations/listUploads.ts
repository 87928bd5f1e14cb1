/** ListParts and ListMultipartUploads: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
import type { DataResponse } from '../../dataService.ts';
import { targetOf } from '../call.ts';
import type { Call } from '../call.ts';
import { checksumElements } from '../checksum.ts';
import { xmlAnswer } from '../operation.ts';
import type { Operation } from '../operation.ts';
import type { Part, Upload } from '../store/stored.ts';
import { s3Xml } from '../xml.ts';
import type { Elements } from '../xml.ts';
import { nameEncoding, pageSize } from './listObjects.ts';
import { uploadOf } from './uploads.ts';

const ownerOf = ({ account }: Call) => ({ ID: account.padStart(64, '0'), DisplayName: account });

const describedPart = ({ number, content, etag, lastModified, checksum }: Part): Elements => {
  const { ChecksumType: _, ...checksums } = checksumElements(checksum) as Record<string, string>;
  return {
    PartNumber: number,
    LastModified: new Date(lastModified).toISOString(),
    ETag: etag,
    Size: content.size,
    ...checksums,
  };
};

const listParts = (call: Call): DataResponse => {
  const { parameters } = call.request;
  const { bucket, key } = targetOf(call.request);
  const upload = uploadOf(call);
  const most = pageSize(parameters, 'max-parts');
  const marker = Number(parameters.get('part-number-marker') ?? 0) || 0;
  const parts = [...upload.parts.values()].sort((a, b) => a.number - b.number).filter(({ number }) => number > marker);
  const shown = parts.slice(0, most);
  const owner = ownerOf(call);
  return xmlAnswer(
    s3Xml('ListPartsResult', {
      Bucket: bucket,
      Key: key,
      UploadId: upload.id,
      Initiator: owner,
      Owner: owner,
      StorageClass: upload.headers['x-amz-storage-class'] ?? 'STANDARD',
      ChecksumAlgorithm: upload.checksumAlgorithm,
      ChecksumType: upload.checksumType,
      PartNumberMarker: marker,
      NextPartNumberMarker: shown.at(-1)?.number,
      MaxParts: most,
      IsTruncated: parts.length > shown.length,
      Part: shown.map(describedPart),
    }),
  );
};

const compare = (a: Upload, b: Upload) =>
  Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) || a.initiated - b.initiated || (a.id < b.id ? -1 : 1);

/** All that is under way, sorted, after the markers. */
const remaining = (call: Call): readonly Upload[] => {
  const { parameters } = call.request;
  const [keyMarker, idMarker] = [parameters.get('key-marker') ?? '', parameters.get('upload-id-marker') ?? ''];
  const sorted = [...call.bucket().uploads()].sort(compare);
  if (keyMarker === '') return sorted;
  const marked = sorted.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
  if (idMarker !== '' && marked !== -1) return sorted.slice(marked + 1);
  return sorted.filter(({ key }) => Buffer.compare(Buffer.from(key), Buffer.from(keyMarker)) > 0);
};

const listUploads = (call: Call): DataResponse => {
  const { parameters } = call.request;
  const encode = nameEncoding(parameters);
  const most = pageSize(parameters, 'max-uploads');
  const [prefix, delimiter] = [parameters.get('prefix') ?? '', parameters.get('delimiter') ?? ''];
  const uploads: Upload[] = [];
  const commonPrefixes = new Set<string>();
  let truncated = false;
  for (const upload of remaining(call)) {
    if (!upload.key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : upload.key.indexOf(delimiter, prefix.length);
    const common = end === -1 ? undefined : upload.key.slice(0, end + delimiter.length);
    if (common !== undefined && commonPrefixes.has(common)) continue;
    if (uploads.length + commonPrefixes.size >= most) {
      truncated = true;
      break;
    }
    if (common === undefined) uploads.push(upload);
    else commonPrefixes.add(common);
  }
  const owner = ownerOf(call);
  const last = uploads.at(-1);
  return xmlAnswer(
    s3Xml('ListMultipartUploadsResult', {
      Bucket: call.request.bucket,
      KeyMarker: encode(parameters.get('key-marker') ?? ''),
      UploadIdMarker: parameters.get('upload-id-marker') ?? '',
      NextKeyMarker: truncated && last ? encode(last.key) : undefined,
      NextUploadIdMarker: truncated ? last?.id : undefined,
      Prefix: encode(prefix),
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      EncodingType: parameters.get('encoding-type') || undefined,
      MaxUploads: most,
      IsTruncated: truncated,
      Upload: uploads.map((upload) => ({
        Key: encode(upload.key),
        UploadId: upload.id,
        Initiator: owner,
        Owner: owner,
        StorageClass: upload.headers['x-amz-storage-class'] ?? 'STANDARD',
        Initiated: new Date(upload.initiated).toISOString(),
        ChecksumAlgorithm: upload.checksumAlgorithm,
        ChecksumType: upload.checksumType,
      })),
      CommonPrefixes: [...commonPrefixes].map((name) => ({ Prefix: encode(name) })),
    }),
  );
};

export const listUploadOperations: readonly Operation[] = [
  {
    name: 'ListParts',
    method: 'GET',
    on: 'object',
    marks: ['uploadId'],
    parameters: ['max-parts', 'part-number-marker'],
    copies: false,
    actions: () => ['s3:ListMultipartUploadParts'],
    perform: listParts,
  },
  {
    name: 'ListMultipartUploads',
    method: 'GET',
    on: 'bucket',
    marks: ['uploads'],
    parameters: ['prefix', 'delimiter', 'max-uploads', 'key-marker', 'upload-id-marker', 'encoding-type'],
    copies: false,
    actions: () => ['s3:ListBucketMultipartUploads'],
    perform: listUploads,
  },
];
