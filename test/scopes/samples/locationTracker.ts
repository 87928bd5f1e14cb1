/** The position of the caller's own device. */
import { SUB } from '../../fixtures.ts';
import type { ScopeSample } from '../sample.ts';

const fleet = 'arn:aws:geo:eu-central-1:123456789012:tracker/fleet';
const update = (device: string) =>
  ({
    Effect: 'Allow',
    Action: 'geo:BatchUpdateDevicePosition',
    Resource: fleet,
    Condition: { Null: { 'geo:DeviceIds': 'false' }, 'ForAllValues:StringEquals': { 'geo:DeviceIds': device } },
  }) as const;
const of = (...devices: readonly string[]) => ({ 'geo:DeviceIds': devices });

export const locationTracker: ScopeSample = {
  resource: { name: 'fleet' },
  grant: { deviceId: '${sub}', access: ['UPDATE'] },
  ask: { deviceId: SUB, access: ['UPDATE'] },
  policy: [update(SUB)],
  vendPolicy: [update('${aws:PrincipalTag/vend:sub}')],
  allowed: [{ action: 'geo:BatchUpdateDevicePosition', resource: fleet, context: of(SUB) }],
  denied: [
    { action: 'geo:BatchUpdateDevicePosition', resource: fleet },
    { action: 'geo:BatchUpdateDevicePosition', resource: fleet, context: of(`${SUB}2`) },
    { action: 'geo:BatchUpdateDevicePosition', resource: fleet, context: of(SUB, 'other') },
    { action: 'geo:BatchUpdateDevicePosition', resource: `${fleet}2`, context: of(SUB) },
    { action: 'geo:GetDevicePosition', resource: fleet, context: of(SUB) },
    { action: 'geo:ListDevicePositions', resource: fleet, context: of(SUB) },
  ],
};
