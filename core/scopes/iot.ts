/** AWS IoT Core: MQTT over one endpoint, as some client, on some topics. */
import { literal } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { partsOf } from './partsOf.ts';
import { type PathPart, pathPart, text } from './pathPart.ts';
import { arnOf, permit } from './permit.ts';
import { type ValuePart, valuePart } from './valuePart.ts';

interface Session {
  readonly client: ValuePart;
  readonly topic: PathPart;
}

const client = (resource: Resource, { client: { value } }: Session) => ({
  resource: arnOf('iot', resource, `client/${value === null ? '*' : literal(value)}`),
});

const topics =
  (type: string) =>
  (resource: Resource, { topic }: Session) => ({
    resource: arnOf('iot', resource, `${type}/${literal(text(topic))}${topic.exact ? '' : '*'}`),
  });

/** How resources of AWS IoT Core are called: by the host that clients connect to. */
export const endpoint = {
  realName: 'endpoint',
  // In China `ats` is a label of its own.
  resourceName: /^[a-z0-9-]{1,63}(\.ats)?\.iot\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/,
  // The host is in no ARN: at one of another Region nothing that is vended would hold.
  whyNot: ({ name, region, partition }: Resource) =>
    name.endsWith(`.iot.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`)
      ? undefined
      : `is an endpoint elsewhere, but the resource is said to be in ${partition}, ${region}`,
};

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html and
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-action-resources.html
 */
export const iot = defineScope({
  name: 'iot',
  ...endpoint,
  part: partsOf<Session, 'clientId' | 'topicPrefix' | 'topic'>({
    client: valuePart({ field: 'clientId', form: /^[^+#*?$]*$/u, maxBytes: 128 }),
    // A subscription takes `+` and `#` for wildcards, topics that begin with `$` are those of AWS.
    topic: pathPart({ prefix: 'topicPrefix', exact: 'topic', maxBytes: 256, segment: /^(?!\+$)[^#$]*$/u }),
  }),
  access: {
    CONNECT: permit(client, 'iot:Connect'),
    PUBLISH: permit(topics('topic'), 'iot:Publish'),
    SUBSCRIBE: permit(topics('topicfilter'), 'iot:Subscribe'),
    RECEIVE: permit(topics('topic'), 'iot:Receive'),
    RETAIN: permit(topics('topic'), 'iot:RetainPublish'),
  },
  // A grant of topics alone would else be one of every client id, and one of a client id alone one of every topic.
  refuse: ({ client, topic }, access) => {
    if (client === undefined || topic === undefined) return undefined;
    const [anyClient, anyTopic] = [client.value === null, topic.segments.length === 0];
    if (access === 'CONNECT' && anyClient && !anyTopic) return 'CONNECT goes with a clientId';
    return access !== 'CONNECT' && anyTopic && !anyClient ? `${access} goes with a topicPrefix or a topic` : undefined;
  },
});
