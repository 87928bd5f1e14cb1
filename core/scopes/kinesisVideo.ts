/** Amazon Kinesis Video Streams: one stream, to put media into, to read it or to play it. */
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { arnOf, permit } from './permit.ts';
import { wholePart } from './wholePart.ts';

// Behind the name stands only the time of creation: names have no slash.
const stream = (resource: Resource) => ({ resource: arnOf('kinesisvideo', resource, `stream/${resource.name}/*`) });

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisvideostreams.html */
export const kinesisVideo = defineScope({
  name: 'kinesisVideo',
  realName: 'stream',
  resourceName: /^[\w.-]{1,256}$/,
  part: wholePart,
  access: {
    PUT: permit(stream, 'kinesisvideo:DescribeStream', 'kinesisvideo:GetDataEndpoint', 'kinesisvideo:PutMedia'),
    READ: permit(
      stream,
      'kinesisvideo:GetDataEndpoint',
      'kinesisvideo:GetMedia',
      'kinesisvideo:ListFragments',
      'kinesisvideo:GetMediaForFragmentList',
      'kinesisvideo:GetClip',
      'kinesisvideo:GetImages',
    ),
    PLAY: permit(
      stream,
      'kinesisvideo:GetDataEndpoint',
      'kinesisvideo:GetHLSStreamingSessionURL',
      'kinesisvideo:GetDASHStreamingSessionURL',
    ),
  },
});
