/** What a team would write for `kinesisVideoSignaling`, and what comes of it. */
import type { ScopeSample } from '../sample.ts';

const channel = 'arn:aws:kinesisvideo:eu-central-1:123456789012:channel/door';

export const kinesisVideoSignaling: ScopeSample = {
  resource: { name: 'door' },
  grant: { access: ['MASTER', 'VIEWER'] },
  ask: { access: ['VIEWER'] },
  policy: [
    {
      Effect: 'Allow',
      Action: [
        'kinesisvideo:DescribeSignalingChannel',
        'kinesisvideo:GetSignalingChannelEndpoint',
        'kinesisvideo:GetIceServerConfig',
        'kinesisvideo:ConnectAsViewer',
      ],
      Resource: `${channel}/*`,
    },
  ],
  vendPolicy: [
    {
      Effect: 'Allow',
      Action: [
        'kinesisvideo:DescribeSignalingChannel',
        'kinesisvideo:GetSignalingChannelEndpoint',
        'kinesisvideo:GetIceServerConfig',
        'kinesisvideo:ConnectAsMaster',
        'kinesisvideo:ConnectAsViewer',
      ],
      Resource: `${channel}/*`,
    },
  ],
  allowed: [
    { action: 'kinesisvideo:DescribeSignalingChannel', resource: `${channel}/1700000000000` },
    { action: 'kinesisvideo:GetSignalingChannelEndpoint', resource: `${channel}/1700000000000` },
    { action: 'kinesisvideo:GetIceServerConfig', resource: `${channel}/1700000000000` },
    { action: 'kinesisvideo:ConnectAsViewer', resource: `${channel}/1700000000000` },
  ],
  denied: [
    { action: 'kinesisvideo:ConnectAsMaster', resource: `${channel}/1700000000000` },
    { action: 'kinesisvideo:SendAlexaOfferToMaster', resource: `${channel}/1700000000000` },
    { action: 'kinesisvideo:DeleteSignalingChannel', resource: `${channel}/1700000000000` },
    { action: 'kinesisvideo:JoinStorageSession', resource: `${channel}/1700000000000` },
    { action: 'kinesisvideo:ConnectAsViewer', resource: `${channel}2/1700000000000` },
    {
      action: 'kinesisvideo:ConnectAsViewer',
      resource: 'arn:aws:kinesisvideo:eu-west-1:123456789012:channel/door/1700000000000',
    },
    {
      action: 'kinesisvideo:GetIceServerConfig',
      resource: 'arn:aws:kinesisvideo:eu-central-1:123456789012:stream/door/1700000000000',
    },
  ],
};
