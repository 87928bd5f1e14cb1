/** Amazon Location Service trackers: positions of all devices of one tracker, or of one device. */
import { equalTo } from '../policy/pattern.ts';
import { type Access, defineScope } from './defineScope.ts';
import { arnOf } from './permit.ts';
import { type ValuePart, valuePart } from './valuePart.ts';

const DEVICES = 'geo:DeviceIds';

const positions =
  (...actions: readonly string[]): Access<ValuePart> =>
  (resource, { value }) => [
    {
      actions,
      resource: arnOf('geo', resource, `tracker/${resource.name}`),
      // ForAllValues is true of a request without the key: that it is there is a condition of its own.
      ...(value !== null && {
        conditions: { Null: { [DEVICES]: 'false' } },
        anyOf: { operator: 'ForAllValues:StringEquals', key: DEVICES, value: equalTo(value) },
      }),
    },
  ];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonlocation.html */
export const locationTracker = defineScope({
  name: 'locationTracker',
  realName: 'tracker',
  resourceName: /^[\w.-]{1,100}$/,
  part: {
    ...valuePart({ field: 'deviceId', form: /^[\p{L}\p{N}._-]+$/u, maxBytes: 400 }),
    // A request can name several devices, and each is then wanted together with the others.
    covers: undefined,
  },
  access: {
    UPDATE: positions('geo:BatchUpdateDevicePosition'),
    READ: positions('geo:GetDevicePosition', 'geo:GetDevicePositionHistory', 'geo:BatchGetDevicePosition'),
  },
});
