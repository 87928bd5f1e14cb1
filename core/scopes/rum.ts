/** Amazon CloudWatch RUM: what happens in an app, sent to one app monitor. */
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { arnOf, permit } from './permit.ts';
import { wholePart } from './wholePart.ts';

const monitor = (resource: Resource) => ({ resource: arnOf('rum', resource, `appmonitor/${resource.name}`) });

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudwatchrum.html */
export const rum = defineScope({
  name: 'rum',
  realName: 'appMonitor',
  resourceName: /^(?!\.)[\w.#-]{1,255}$/,
  part: wholePart,
  access: { PUT: permit(monitor, 'rum:PutRumEvents') },
});
