/** Amazon Kinesis Data Streams: one stream, to put records into or to read them from. */
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { type KeyUse, withKey } from './keyUse.ts';
import { arnOf, permit } from './permit.ts';
import { wholePart } from './wholePart.ts';

const stream = (resource: Resource) => ({ resource: arnOf('kinesis', resource, `stream/${resource.name}`) });

const KEY_USE: KeyUse = { service: 'kinesis', context: 'aws:kinesis:arn' };

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisdatastreams.html and, of keys,
 * https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
 */
export const kinesis = defineScope({
  name: 'kinesis',
  realName: 'stream',
  resourceName: /^[\w.-]{1,128}$/,
  keyFields: ['kmsKeyArn'],
  part: wholePart,
  access: {
    PUT: withKey(permit(stream, 'kinesis:PutRecord', 'kinesis:PutRecords'), KEY_USE, 'kms:GenerateDataKey'),
    READ: withKey(
      permit(
        stream,
        'kinesis:DescribeStreamSummary',
        'kinesis:ListShards',
        'kinesis:GetShardIterator',
        'kinesis:GetRecords',
      ),
      KEY_USE,
      'kms:Decrypt',
    ),
  },
});
