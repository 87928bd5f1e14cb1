/** Amazon SQS: one queue, to send to or to consume from. */
import { defineScope } from './defineScope.ts';
import { arnOf, permit } from './permit.ts';
import { wholePart } from './wholePart.ts';
import type { Resource } from '../resources.ts';

const queue = (resource: Resource) => ({ resource: arnOf('sqs', resource, resource.name) });

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export const sqs = defineScope({
  name: 'sqs',
  realName: 'queue',
  resourceName: /^(?=.{1,80}$)[\w-]+(\.fifo)?$/,
  part: wholePart,
  access: {
    SEND: permit(queue, 'sqs:SendMessage'),
    CONSUME: permit(queue, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'),
  },
});
