/** Amazon CloudWatch Logs: log streams of one group, to write events to, all under a prefix or one. */
import { literal } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { type PathPart, pathPart, text } from './pathPart.ts';
import { arnOf, permit } from './permit.ts';

const streams = (resource: Resource, part: PathPart) => ({
  resource: arnOf(
    'logs',
    resource,
    `log-group:${resource.name}:log-stream:${literal(text(part))}${part.exact ? '' : '*'}`,
  ),
});

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html and
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html
 */
export const logs = defineScope({
  name: 'logs',
  realName: 'logGroup',
  resourceName: /^[\w./#-]{1,512}$/,
  part: pathPart({ prefix: 'streamPrefix', exact: 'stream', maxBytes: 512, segment: /^[^:*]*$/u }),
  access: { WRITE: permit(streams, 'logs:CreateLogStream', 'logs:PutLogEvents') },
});
