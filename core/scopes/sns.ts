/** Amazon SNS: one topic, to publish to. Who is subscribed to it is for administrators. */
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { withKey } from './keyUse.ts';
import { arnOf, permit } from './permit.ts';
import { wholePart } from './wholePart.ts';

const topic = (resource: Resource) => ({ resource: arnOf('sns', resource, resource.name) });

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html and, of keys,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export const sns = defineScope({
  name: 'sns',
  realName: 'topic',
  resourceName: /^(?=.{1,256}$)[\w-]+(\.fifo)?$/,
  keyFields: ['kmsKeyArn'],
  part: wholePart,
  access: {
    PUBLISH: withKey(
      permit(topic, 'sns:Publish'),
      { service: 'sns', context: 'aws:sns:topicArn' },
      'kms:GenerateDataKey',
      'kms:Decrypt',
    ),
  },
});
