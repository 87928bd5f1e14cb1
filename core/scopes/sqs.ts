/** Amazon SQS: one queue, to send to or to consume from. */
import { defineScope } from './defineScope.ts';
import { type KeyUse, withKey } from './keyUse.ts';
import { arnOf, permit } from './permit.ts';
import { wholePart } from './wholePart.ts';
import type { Resource } from '../resources.ts';

const queue = (resource: Resource) => ({ resource: arnOf('sqs', resource, resource.name) });

const KEY_USE: KeyUse = { service: 'sqs', context: 'aws:sqs:arn' };

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html and, of keys,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export const sqs = defineScope({
  name: 'sqs',
  realName: 'queue',
  resourceName: /^(?=.{1,80}$)[\w-]+(\.fifo)?$/,
  keyFields: ['kmsKeyArn'],
  part: wholePart,
  access: {
    SEND: withKey(permit(queue, 'sqs:SendMessage'), KEY_USE, 'kms:GenerateDataKey', 'kms:Decrypt'),
    CONSUME: withKey(
      permit(queue, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'),
      KEY_USE,
      'kms:Decrypt',
    ),
  },
});
