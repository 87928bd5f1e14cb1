/** What can be asked of buckets themselves. They come from serverless.yml: nothing here makes, changes or deletes one. */
import type { DataResponse } from '../../dataService.ts';
import type { Call } from '../call.ts';
import { empty, xmlAnswer } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { s3Xml } from '../xml.ts';

const list = ({ store, account, region, request: { parameters } }: Call): DataResponse => {
  const prefix = parameters.get('prefix') ?? '';
  const wanted = parameters.get('bucket-region') ?? region;
  const buckets = [...store.buckets.values()]
    .filter(({ name }) => name.startsWith(prefix) && wanted === region)
    .map(({ name, createdAt }) => ({
      Name: name,
      CreationDate: new Date(createdAt).toISOString(),
      BucketRegion: region,
    }));
  return xmlAnswer(
    s3Xml('ListAllMyBucketsResult', {
      Owner: { ID: account.padStart(64, '0'), DisplayName: account },
      Buckets: { Bucket: buckets },
    }),
  );
};

const head = (call: Call): DataResponse => {
  call.bucket();
  return empty(200, { 'x-amz-bucket-region': call.region, 'x-amz-access-point-alias': 'false' });
};

const location = (call: Call): DataResponse => {
  call.bucket();
  // The one Region that has no name here.
  const name = call.region === 'us-east-1' ? '' : call.region;
  return xmlAnswer(s3Xml('LocationConstraint', {}).replace('></LocationConstraint>', `>${name}</LocationConstraint>`));
};

const versioning = (call: Call): DataResponse => {
  call.bucket();
  return xmlAnswer(s3Xml('VersioningConfiguration', {}));
};

const bucket = { method: 'GET', on: 'bucket', parameters: [], copies: false } as const;

export const buckets: readonly Operation[] = [
  {
    name: 'ListBuckets',
    method: 'GET',
    on: 'service',
    marks: [],
    parameters: ['prefix', 'bucket-region', 'max-buckets', 'continuation-token'],
    copies: false,
    actions: () => ['s3:ListAllMyBuckets'],
    perform: list,
  },
  { ...bucket, name: 'HeadBucket', method: 'HEAD', marks: [], actions: () => ['s3:ListBucket'], perform: head },
  {
    ...bucket,
    name: 'GetBucketLocation',
    marks: ['location'],
    actions: () => ['s3:GetBucketLocation'],
    perform: location,
  },
  {
    ...bucket,
    name: 'GetBucketVersioning',
    marks: ['versioning'],
    actions: () => ['s3:GetBucketVersioning'],
    perform: versioning,
  },
];
