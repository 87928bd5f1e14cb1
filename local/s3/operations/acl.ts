/** ACLs, which are off in the bucket: they can be read, and changing them is refused by the bucket if not by a policy. */
import type { DataResponse } from '../../dataService.ts';
import { targetOf } from '../call.ts';
import type { Call } from '../call.ts';
import { versioned, xmlAnswer } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { aclsOff } from '../s3Error.ts';
import { s3Xml } from '../xml.ts';

const ownersOnly = ({ account }: Call): DataResponse => {
  const owner = { ID: account.padStart(64, '0'), DisplayName: account };
  const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"';
  return xmlAnswer(
    s3Xml('AccessControlPolicy', {
      Owner: owner,
      AccessControlList: { Grant: { Grantee: owner, Permission: 'FULL_CONTROL' } },
    }).replace('<Grantee>', `<Grantee ${xsi}>`),
  );
};

const getObjectAcl = (call: Call): DataResponse => {
  call.object(targetOf(call.request));
  return ownersOnly(call);
};

const getBucketAcl = (call: Call): DataResponse => {
  call.bucket();
  return ownersOnly(call);
};

const put = (call: Call): never => {
  call.bucket();
  throw aclsOff();
};

const shape = { marks: ['acl'], copies: false } as const;
const object = { ...shape, on: 'object', parameters: ['versionId'] } as const;
const bucket = { ...shape, on: 'bucket', parameters: [] } as const;

export const acl: readonly Operation[] = [
  {
    ...object,
    name: 'GetObjectAcl',
    method: 'GET',
    actions: versioned('s3:GetObjectAcl', 's3:GetObjectVersionAcl'),
    perform: getObjectAcl,
  },
  {
    ...object,
    name: 'PutObjectAcl',
    method: 'PUT',
    actions: versioned('s3:PutObjectAcl', 's3:PutObjectVersionAcl'),
    perform: put,
  },
  { ...bucket, name: 'GetBucketAcl', method: 'GET', actions: () => ['s3:GetBucketAcl'], perform: getBucketAcl },
  { ...bucket, name: 'PutBucketAcl', method: 'PUT', actions: () => ['s3:PutBucketAcl'], perform: put },
];
