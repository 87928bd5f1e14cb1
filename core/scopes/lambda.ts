/** AWS Lambda: one function, or one version or alias of it, to invoke. */
import { literal } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { arnOf } from './permit.ts';
import { type ValuePart, valuePart } from './valuePart.ts';

// "If your policy references an unqualified ARN, Lambda accepts requests that reference the unqualified ARN but denies requests that
// reference a qualified ARN", and the other way round. No name and no qualifier has a colon in it.
const arns = (resource: Resource, { value }: ValuePart): readonly string[] => {
  const unqualified = arnOf('lambda', resource, `function:${resource.name}`);
  return value === null ? [unqualified, `${unqualified}:*`] : [`${unqualified}:${literal(value)}`];
};

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html and
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export const lambda = defineScope({
  name: 'lambda',
  realName: 'function',
  resourceName: /^[\w-]{1,64}$/,
  part: valuePart({ field: 'qualifier', form: /^[\w-]+$/, maxBytes: 128 }),
  access: {
    INVOKE: (resource, part) =>
      arns(resource, part).map((arn) => ({ actions: ['lambda:InvokeFunction'], resource: arn })),
    INVOKE_URL: (resource, part) =>
      arns(resource, part).flatMap((arn) => [
        { actions: ['lambda:InvokeFunctionUrl'], resource: arn },
        {
          actions: ['lambda:InvokeFunction'],
          resource: arn,
          conditions: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
        },
      ]),
  },
});
