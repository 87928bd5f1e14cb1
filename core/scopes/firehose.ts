/** Amazon Data Firehose: one stream, to put records into. */
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { arnOf, permit } from './permit.ts';
import { wholePart } from './wholePart.ts';

const stream = (resource: Resource) => ({ resource: arnOf('firehose', resource, `deliverystream/${resource.name}`) });

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisfirehose.html */
export const firehose = defineScope({
  name: 'firehose',
  realName: 'deliveryStream',
  resourceName: /^[\w.-]{1,64}$/,
  part: wholePart,
  access: { PUT: permit(stream, 'firehose:PutRecord', 'firehose:PutRecordBatch') },
});
