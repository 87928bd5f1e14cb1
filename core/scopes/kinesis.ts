/** Amazon Kinesis Data Streams: one stream, to put records into or to read them from. */
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { arnOf, permit } from './permit.ts';
import { wholePart } from './wholePart.ts';

const stream = (resource: Resource) => ({ resource: arnOf('kinesis', resource, `stream/${resource.name}`) });

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisdatastreams.html */
export const kinesis = defineScope({
  name: 'kinesis',
  realName: 'stream',
  resourceName: /^[\w.-]{1,128}$/,
  part: wholePart,
  access: {
    PUT: permit(stream, 'kinesis:PutRecord', 'kinesis:PutRecords'),
    READ: permit(
      stream,
      'kinesis:DescribeStreamSummary',
      'kinesis:ListShards',
      'kinesis:GetShardIterator',
      'kinesis:GetRecords',
    ),
  },
});
