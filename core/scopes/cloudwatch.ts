/** Amazon CloudWatch: metrics, put into one namespace. */
import { equalTo } from '../policy/pattern.ts';
import { type Access, defineScope } from './defineScope.ts';
import { anythingIn } from './permit.ts';
import { type ValuePart, valuePart } from './valuePart.ts';

const put: Access<ValuePart> = (resource, { value }) => [
  {
    ...anythingIn(resource),
    actions: ['cloudwatch:PutMetricData'],
    ...(value !== null && {
      anyOf: { operator: 'StringEquals', key: 'cloudwatch:namespace', value: equalTo(value) },
    }),
  },
];

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
 */
export const cloudwatch = defineScope({
  name: 'cloudwatch',
  realName: null,
  resourceName: /^$/,
  // What begins with AWS/ is AWS's own.
  part: valuePart({ field: 'namespace', form: /^(?!AWS\/)[\w.#:/ -]+$/, maxBytes: 255 }),
  access: { PUT: put },
});
