/** AWS IoT Core device shadows: those of one thing, over HTTP, and news of them over MQTT. */
import { literal } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { endpoint } from './iot.ts';
import { arnOf, permit } from './permit.ts';
import { type ValuePart, valuePart } from './valuePart.ts';

// The name of a shadow is in no ARN and no condition key.
const thing = (resource: Resource, { value }: ValuePart) => ({
  resource: arnOf('iot', resource, `thing/${value === null ? '*' : literal(value)}`),
});

const topics =
  (type: string) =>
  (resource: Resource, { value }: ValuePart) => ({
    resource: arnOf('iot', resource, `${type}/$aws/things/${value === null ? '*' : literal(value)}/shadow/*`),
  });

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html and
 * https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-rest-api.html, device-shadow-mqtt.html
 */
export const iotShadow = defineScope({
  name: 'iotShadow',
  ...endpoint,
  part: valuePart({ field: 'thing', form: /^[\w:-]+$/, maxBytes: 128 }),
  access: {
    READ: permit(thing, 'iot:GetThingShadow'),
    WRITE: permit(thing, 'iot:UpdateThingShadow'),
    DELETE: permit(thing, 'iot:DeleteThingShadow'),
    LIST: permit(thing, 'iot:ListNamedShadowsForThing'),
    FOLLOW: (resource, part, also) => [
      ...permit(topics('topicfilter'), 'iot:Subscribe')(resource, part, also),
      ...permit(topics('topic'), 'iot:Receive')(resource, part, also),
    ],
  },
  // A star between slashes would take in other topics of AWS.
  refuse: ({ value }, access) => (access === 'FOLLOW' && value === null ? 'FOLLOW goes with one thing' : undefined),
});
