/** AWS AppSync: the root fields of a GraphQL API, all or one. */
import { literal } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { arnOf, permit } from './permit.ts';
import { type ValuePart, valuePart } from './valuePart.ts';

const fieldsOf = (type: string) =>
  permit(
    (resource: Resource, { value }: ValuePart) => ({
      resource: arnOf(
        'appsync',
        resource,
        `apis/${resource.name}/types/${type}/fields/${value === null ? '*' : literal(value)}`,
      ),
    }),
    'appsync:GraphQL',
  );

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsappsync.html and
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-iam-authorization
 */
export const appsync = defineScope({
  name: 'appsync',
  realName: 'api',
  resourceName: /^[a-z0-9]{1,64}$/,
  // A name of GraphQL: nothing that IAM or a path would read.
  part: valuePart({ field: 'field', form: /^[A-Za-z_]\w*$/, maxBytes: 256 }),
  access: { QUERY: fieldsOf('Query'), MUTATE: fieldsOf('Mutation'), SUBSCRIBE: fieldsOf('Subscription') },
});
