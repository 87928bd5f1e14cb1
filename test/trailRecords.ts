/** Records of a trail with data events, in the form of CloudTrail: two vends of one user, one of another, and what was done with them. */
import type { TrailRecord } from './trailTable.ts';

export const SUB = '6c1f0e52-8f3b-4f0c-9a57-2d4e6b7a1c01';
export const OTHER_SUB = '0e0c9d3a-5f21-4d0a-8a3e-7a2b1c4d5e6f';
export const VEND = '0b0b6c4e-8f43-4a55-9c57-6f7b0d1f8d11';
export const UNUSED_VEND = '1c1c7d5f-9054-4b66-8d68-708c1e209e22';
export const OTHER_VEND = '2d2d8e60-a165-4c77-9e79-819d2f31af33';
export const RETRIED_VEND = '3e3e9f71-b276-4d88-8f80-920e3042b044';

const ROLE = 'arn:aws:iam::123456789012:role/scopevend-prod-VendRole';
const ROLE_ID = 'AROAEXAMPLEVENDROLE01';
// What a role of the same name is that was made after the first was deleted.
const LATER_ROLE_ID = 'AROAEXAMPLEVENDROLE02';

/** AssumeRole, as the function calls it. */
const vended = (vendId: string, sub: string, accessKeyId: string, more: TrailRecord = {}): TrailRecord => ({
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLELAMBDAROLE:scopevend-prod-vend',
    arn: 'arn:aws:sts::123456789012:assumed-role/scopevend-prod-VendLambdaRole/scopevend-prod-vend',
    accountId: '123456789012',
    accessKeyId: 'ASIAEXAMPLELAMBDA',
  },
  eventTime: '2026-11-23T11:59:58Z',
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  awsRegion: 'eu-central-1',
  requestParameters: { roleArn: ROLE, roleSessionName: vendId, sourceIdentity: sub, durationSeconds: 900 },
  responseElements: {
    credentials: { accessKeyId, expiration: 'Nov 23, 2026, 12:14:58 PM' },
    assumedRoleUser: {
      assumedRoleId: `${ROLE_ID}:${vendId}`,
      arn: `arn:aws:sts::123456789012:assumed-role/scopevend-prod-VendRole/${vendId}`,
    },
    sourceIdentity: sub,
  },
  requestID: `vend-${vendId.slice(0, 4)}`,
  day: '2026/11/23',
  ...more,
});

/** A request with vended credentials. */
const used = (vendId: string, sub: string, accessKeyId: string, more: TrailRecord, roleId = ROLE_ID): TrailRecord => ({
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    principalId: `${roleId}:${vendId}`,
    arn: `arn:aws:sts::123456789012:assumed-role/scopevend-prod-VendRole/${vendId}`,
    accountId: '123456789012',
    accessKeyId,
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: roleId, arn: ROLE, accountId: '123456789012' },
      attributes: { creationDate: '2026-11-23T11:59:58Z', mfaAuthenticated: 'false' },
      sourceIdentity: sub,
    },
  },
  eventSource: 's3.amazonaws.com',
  sourceIPAddress: '198.51.100.7',
  day: '2026/11/23',
  ...more,
});

const written = {
  eventTime: '2026-11-23T12:00:10Z',
  eventName: 'PutObject',
  requestParameters: { bucketName: 'uploads', key: `users/${SUB}/photo.jpg` },
  requestID: 'r1',
};

export const trailRecords: readonly TrailRecord[] = [
  vended(VEND, SUB, 'ASIAEXAMPLE1'),
  // The same AssumeRole, as the trail of the role's own account has it where that is another.
  vended(VEND, SUB, 'ASIAEXAMPLE1', { recipientAccountId: '210987654321' }),
  vended(UNUSED_VEND, SUB, 'ASIAEXAMPLE2', { eventTime: '2026-11-23T12:30:00Z' }),
  vended(OTHER_VEND, OTHER_SUB, 'ASIAEXAMPLE3'),
  // The answer to the first try came too late, and the function tried again.
  vended(RETRIED_VEND, OTHER_SUB, 'ASIAEXAMPLE4', { eventTime: '2026-11-23T13:00:00Z' }),
  vended(RETRIED_VEND, OTHER_SUB, 'ASIAEXAMPLE5', { eventTime: '2026-11-23T13:00:03Z' }),
  used(RETRIED_VEND, OTHER_SUB, 'ASIAEXAMPLE5', { ...written, eventTime: '2026-11-23T13:01:00Z', requestID: 'r9' }),
  // Refused by STS: nothing was vended.
  vended('refused', SUB, '', { errorCode: 'AccessDenied', responseElements: null }),
  used(VEND, SUB, 'ASIAEXAMPLE1', written),
  used(VEND, SUB, 'ASIAEXAMPLE1', {
    eventTime: '2026-11-23T12:00:05Z',
    eventName: 'GetObject',
    errorCode: 'AccessDenied',
    requestParameters: { bucketName: 'uploads', key: `users/${OTHER_SUB}/photo.jpg` },
    requestID: 'r0',
  }),
  // After midnight, and of a service whose parameters are not flat.
  used(VEND, SUB, 'ASIAEXAMPLE1', {
    eventTime: '2026-11-24T00:00:01Z',
    eventSource: 'dynamodb.amazonaws.com',
    eventName: 'GetItem',
    requestParameters: { tableName: 'notes', key: { owner: SUB, id: '1' } },
    requestID: 'r2',
    day: '2026/11/24',
  }),
  // The copy that the bucket's own account gets of a request from another: no ARN, no access key.
  {
    ...used(VEND, SUB, '', { eventTime: '2026-11-23T12:00:20Z', eventName: 'PutObject', requestID: 'r3' }),
    userIdentity: { type: 'AWSAccount', principalId: `${ROLE_ID}:${VEND}`, accountId: '123456789012' },
  },
  // CloudTrail may leave the access key empty: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
  used(VEND, SUB, '', { ...written, eventTime: '2026-11-23T12:00:30Z', requestID: 'r8' }),
  used(OTHER_VEND, OTHER_SUB, 'ASIAEXAMPLE3', { ...written, requestID: 'r4' }),
  // Somebody who gave a session of another role the name of the vend.
  used(VEND, SUB, 'ASIAEXAMPLE9', { ...written, requestID: 'r5' }, LATER_ROLE_ID),
  // Somebody who can set a principal, but has neither the key nor the source identity.
  used(VEND, SUB, 'ASIAEXAMPLE9', { ...written, requestID: 'r6' }),
  used(VEND, OTHER_SUB, 'ASIAEXAMPLE1', { ...written, requestID: 'r7' }),
];
