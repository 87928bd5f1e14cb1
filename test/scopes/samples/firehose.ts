/** What a team would write for `firehose`, and what comes of it. */
import type { ScopeSample } from '../sample.ts';

const stream = 'arn:aws:firehose:eu-central-1:123456789012:deliverystream/clicks';

export const firehose: ScopeSample = {
  resource: { name: 'clicks' },
  grant: { access: ['PUT'] },
  ask: { access: ['PUT'] },
  policy: [{ Effect: 'Allow', Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'], Resource: stream }],
  vendPolicy: [{ Effect: 'Allow', Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'], Resource: stream }],
  allowed: [
    { action: 'firehose:PutRecord', resource: stream },
    { action: 'firehose:PutRecordBatch', resource: stream },
  ],
  denied: [
    { action: 'firehose:DescribeDeliveryStream', resource: stream },
    { action: 'firehose:UpdateDestination', resource: stream },
    { action: 'firehose:PutRecord', resource: `${stream}2` },
    { action: 'firehose:PutRecord', resource: 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/clicks' },
  ],
};
