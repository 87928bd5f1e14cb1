/** What a team would write for `kinesisVideo`, and what comes of it. */
import type { ScopeSample } from '../sample.ts';

const stream = 'arn:aws:kinesisvideo:eu-central-1:123456789012:stream/door';

export const kinesisVideo: ScopeSample = {
  resource: { name: 'door' },
  grant: { access: ['PUT', 'PLAY'] },
  ask: { access: ['PLAY'] },
  policy: [
    {
      Effect: 'Allow',
      Action: [
        'kinesisvideo:GetDataEndpoint',
        'kinesisvideo:GetHLSStreamingSessionURL',
        'kinesisvideo:GetDASHStreamingSessionURL',
      ],
      Resource: `${stream}/*`,
    },
  ],
  vendPolicy: [
    {
      Effect: 'Allow',
      Action: [
        'kinesisvideo:DescribeStream',
        'kinesisvideo:GetDataEndpoint',
        'kinesisvideo:PutMedia',
        'kinesisvideo:GetHLSStreamingSessionURL',
        'kinesisvideo:GetDASHStreamingSessionURL',
      ],
      Resource: `${stream}/*`,
    },
  ],
  allowed: [
    { action: 'kinesisvideo:GetDataEndpoint', resource: `${stream}/1700000000000` },
    { action: 'kinesisvideo:GetHLSStreamingSessionURL', resource: `${stream}/1700000000000` },
  ],
  denied: [
    { action: 'kinesisvideo:GetMedia', resource: `${stream}/1700000000000` },
    { action: 'kinesisvideo:PutMedia', resource: `${stream}/1700000000000` },
    { action: 'kinesisvideo:DeleteStream', resource: `${stream}/1700000000000` },
    { action: 'kinesisvideo:GetHLSStreamingSessionURL', resource: `${stream}2/1700000000000` },
    {
      action: 'kinesisvideo:GetDataEndpoint',
      resource: 'arn:aws:kinesisvideo:eu-central-1:210987654321:stream/door/1700000000000',
    },
    {
      action: 'kinesisvideo:GetDataEndpoint',
      resource: 'arn:aws:kinesisvideo:eu-central-1:123456789012:channel/door/1700000000000',
    },
  ],
};
