/** Amazon SNS: one topic, to publish to. Who is subscribed to it is for administrators. */
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { arnOf, permit } from './permit.ts';
import { wholePart } from './wholePart.ts';

const topic = (resource: Resource) => ({ resource: arnOf('sns', resource, resource.name) });

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const sns = defineScope({
  name: 'sns',
  realName: 'topic',
  resourceName: /^(?=.{1,256}$)[\w-]+(\.fifo)?$/,
  part: wholePart,
  access: { PUBLISH: permit(topic, 'sns:Publish') },
});
