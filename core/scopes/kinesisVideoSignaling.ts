/** Amazon Kinesis Video Streams with WebRTC: one signaling channel, as its master or as a viewer. */
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { arnOf, permit } from './permit.ts';
import { wholePart } from './wholePart.ts';

// Behind the name stands only the time of creation: names have no slash.
const channel = (resource: Resource) => ({ resource: arnOf('kinesisvideo', resource, `channel/${resource.name}/*`) });

// DescribeSignalingChannel tells the channel's ARN, which the others ask for.
const connectAs = (action: string) =>
  permit(
    channel,
    'kinesisvideo:DescribeSignalingChannel',
    'kinesisvideo:GetSignalingChannelEndpoint',
    'kinesisvideo:GetIceServerConfig',
    action,
  );

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisvideostreams.html */
export const kinesisVideoSignaling = defineScope({
  name: 'kinesisVideoSignaling',
  realName: 'channel',
  resourceName: /^[\w.-]{1,256}$/,
  part: wholePart,
  access: {
    MASTER: connectAs('kinesisvideo:ConnectAsMaster'),
    VIEWER: connectAs('kinesisvideo:ConnectAsViewer'),
  },
});
