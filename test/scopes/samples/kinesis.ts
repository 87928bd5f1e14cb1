/** What a team would write for `kinesis`, and what comes of it. */
import type { ScopeSample } from '../sample.ts';

const stream = 'arn:aws:kinesis:eu-central-1:123456789012:stream/clicks';

export const kinesis: ScopeSample = {
  resource: { name: 'clicks' },
  grant: { access: ['PUT', 'READ'] },
  ask: { access: ['READ'] },
  policy: [
    {
      Effect: 'Allow',
      Action: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'],
      Resource: stream,
    },
  ],
  vendPolicy: [
    {
      Effect: 'Allow',
      Action: [
        'kinesis:PutRecord',
        'kinesis:PutRecords',
        'kinesis:DescribeStreamSummary',
        'kinesis:ListShards',
        'kinesis:GetShardIterator',
        'kinesis:GetRecords',
      ],
      Resource: stream,
    },
  ],
  allowed: [
    { action: 'kinesis:DescribeStreamSummary', resource: stream },
    { action: 'kinesis:ListShards', resource: stream },
    { action: 'kinesis:GetShardIterator', resource: stream },
    { action: 'kinesis:GetRecords', resource: stream },
  ],
  denied: [
    { action: 'kinesis:PutRecord', resource: stream },
    { action: 'kinesis:SplitShard', resource: stream },
    { action: 'kinesis:GetRecords', resource: `${stream}2` },
    { action: 'kinesis:SubscribeToShard', resource: `${stream}/consumer/reports:1700000000` },
    { action: 'kinesis:GetRecords', resource: 'arn:aws:kinesis:eu-west-1:123456789012:stream/clicks' },
    { action: 'kinesis:GetRecords', resource: 'arn:aws:kinesis:eu-central-1:210987654321:stream/clicks' },
  ],
};
