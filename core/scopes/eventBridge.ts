/** Amazon EventBridge: one bus, to put events of some source and detail type there. */
import { equalTo } from '../policy/pattern.ts';
import { type Access, defineScope } from './defineScope.ts';
import { partsOf } from './partsOf.ts';
import { arnOf } from './permit.ts';
import { type ValuePart, valuePart } from './valuePart.ts';

interface Events {
  readonly source: ValuePart;
  readonly detailType: ValuePart;
}

const IN_ALL = 'ForAllValues:StringEquals';

// A request can put several events: each key then has the values of all of them. Without a key ForAllValues would hold.
const put: Access<Events> = (resource, { source, detailType }) => {
  const given = Object.entries({ 'events:source': source.value, 'events:detail-type': detailType.value }).flatMap(
    ([key, value]) => (value === null ? [] : [{ key, value: equalTo(value) }]),
  );
  // The narrower one last: requests mix detail types rather than sources.
  const last = given.at(-1);
  const others = Object.fromEntries(given.slice(0, -1).map(({ key, value }) => [key, value]));
  return [
    {
      actions: ['events:PutEvents'],
      resource: arnOf('events', resource, `event-bus/${resource.name}`),
      ...(last && {
        conditions: {
          ...(given.length > 1 && { [IN_ALL]: others }),
          Null: Object.fromEntries(given.map(({ key }) => [key, 'false'])),
        },
        anyOf: { operator: IN_ALL, ...last },
      }),
    },
  ];
};

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html, where both keys are of type
 * ArrayOfString, and https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
 */
export const eventBridge = defineScope({
  name: 'eventBridge',
  realName: 'bus',
  // A partner's bus has slashes in its name, and takes events of the partner only.
  resourceName: /^[\w.-]{1,256}$/,
  part: {
    ...partsOf<Events, 'source' | 'detailType'>({
      // Sources that begin with `aws.` are those of AWS.
      source: valuePart({ field: 'source', form: /^(?!aws\.)/u, maxBytes: 256 }),
      detailType: valuePart({ field: 'detailType', form: /^/u, maxBytes: 128 }),
    }),
    // One type of any source does not state several types of one source, which a request can have together.
    covers: undefined,
  },
  access: { PUT: put },
});
