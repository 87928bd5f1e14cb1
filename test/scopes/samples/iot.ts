/** Topics below a tenant's own, as the caller's own client. */
import { SUB } from '../../fixtures.ts';
import type { ScopeSample } from '../sample.ts';

const iotArn = (path: string) => `arn:aws:iot:eu-central-1:123456789012:${path}`;

export const iot: ScopeSample = {
  resource: { name: 'a1b2c3d4e5f6g7-ats.iot.eu-central-1.amazonaws.com' },
  grant: {
    clientId: '${sub}',
    topicPrefix: 'tenants/${claims.tenant}/',
    access: ['CONNECT', 'PUBLISH', 'SUBSCRIBE', 'RECEIVE', 'RETAIN'],
  },
  ask: { topicPrefix: 'tenants/acme/alarms/', access: ['CONNECT', 'SUBSCRIBE', 'RECEIVE'] },
  policy: [
    { Effect: 'Allow', Action: 'iot:Connect', Resource: iotArn(`client/${SUB}`) },
    { Effect: 'Allow', Action: 'iot:Subscribe', Resource: iotArn('topicfilter/tenants/acme/alarms/*') },
    { Effect: 'Allow', Action: 'iot:Receive', Resource: iotArn('topic/tenants/acme/alarms/*') },
  ],
  vendPolicy: [
    { Effect: 'Allow', Action: 'iot:Connect', Resource: iotArn('client/${aws:PrincipalTag/vend:sub}') },
    {
      Effect: 'Allow',
      Action: ['iot:Publish', 'iot:Receive', 'iot:RetainPublish'],
      Resource: iotArn('topic/tenants/${aws:PrincipalTag/vend:tenant}/*'),
    },
    {
      Effect: 'Allow',
      Action: 'iot:Subscribe',
      Resource: iotArn('topicfilter/tenants/${aws:PrincipalTag/vend:tenant}/*'),
    },
  ],
  allowed: [
    { action: 'iot:Connect', resource: iotArn(`client/${SUB}`) },
    { action: 'iot:Subscribe', resource: iotArn('topicfilter/tenants/acme/alarms/#') },
    { action: 'iot:Receive', resource: iotArn('topic/tenants/acme/alarms/door/7') },
  ],
  denied: [
    { action: 'iot:Connect', resource: iotArn('client/somebody') },
    { action: 'iot:Publish', resource: iotArn('topic/tenants/acme/alarms/door/7') },
    { action: 'iot:Subscribe', resource: iotArn('topicfilter/tenants/acme/#') },
    { action: 'iot:Subscribe', resource: iotArn('topicfilter/tenants/+/alarms/#') },
    { action: 'iot:Subscribe', resource: iotArn('topicfilter/#') },
    { action: 'iot:Subscribe', resource: iotArn('topicfilter/tenants/acme/alarms') },
    { action: 'iot:Subscribe', resource: iotArn('topicfilter/$share/group/tenants/acme/alarms/#') },
    { action: 'iot:RetainPublish', resource: iotArn('topic/tenants/acme/alarms/door/7') },
    { action: 'iot:Receive', resource: iotArn('topic/tenants/acme/alarms') },
    { action: 'iot:GetRetainedMessage', resource: iotArn('topic/tenants/acme/alarms/door/7') },
    { action: 'iot:Receive', resource: iotArn('topic/tenants/acme2/alarms/door/7') },
  ],
};
