/** Amazon CloudWatch: metrics, put into one namespace. */
import { equalTo } from '../policy/pattern.ts';
import { type Access, defineScope } from './defineScope.ts';
import { anythingIn } from './permit.ts';
import { type ValuePart, valuePart } from './valuePart.ts';

const NAMESPACE = 'cloudwatch:namespace';

const put: Access<ValuePart> = (resource, { value }) => {
  const { conditions, ...anything } = anythingIn(resource);
  const permission = { ...anything, actions: ['cloudwatch:PutMetricData'] };
  return value === null
    ? // The same action is for OpenTelemetry's metrics, which have no namespace.
      [{ ...permission, conditions: { ...conditions, Null: { [NAMESPACE]: 'false' } } }]
    : [{ ...permission, conditions, anyOf: { operator: 'StringEquals', key: NAMESPACE, value: equalTo(value) } }];
};

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
 */
export const cloudwatch = defineScope({
  name: 'cloudwatch',
  realName: null,
  resourceName: /^$/,
  // What begins with AWS/ is AWS's own. None begins with a colon, and whether AWS trims blanks before it asks IAM it does not say.
  part: valuePart({ field: 'namespace', form: /^(?!AWS\/|[: ])[\w.#:/ -]*[\w.#:/-]$/, maxBytes: 255 }),
  access: { PUT: put },
});
