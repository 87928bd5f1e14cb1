/** AWS Systems Manager Parameter Store: parameters of one hierarchy, under a path, or one by name. */
import { literal } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import { type Access, defineScope } from './defineScope.ts';
import { type KeyUse, useOfKey } from './keyUse.ts';
import { type PathPart, pathPart, text } from './pathPart.ts';
import { arnOf, permit } from './permit.ts';

// A parameter's name begins with the slash that follows `parameter`.
const parameter = (resource: Resource, path: string) => arnOf('ssm', resource, `parameter${resource.name}${path}`);

const parameters = (resource: Resource, part: PathPart) => ({
  resource: parameter(resource, `/${literal(text(part))}${part.exact ? '' : '*'}`),
});

const KEY_USE: KeyUse = { service: 'ssm', context: 'PARAMETER_ARN' };

/** With the key of SecureStrings, for the parameters of the part. */
const withKeyOf =
  (access: Access<PathPart>, ...actions: readonly string[]): Access<PathPart> =>
  (resource, part, also) => [
    ...access(resource, part, also),
    ...useOfKey(resource, KEY_USE, { like: parameters(resource, part).resource }, actions),
  ];

// "Authorized against the path specified in the request, not the parameters returned", however deep they are: a path is given
// without the slash at its end, or with it.
const list: Access<PathPart> = (resource, part) => [
  {
    actions: ['ssm:GetParametersByPath'],
    resource: parameter(resource, part.segments.map((segment) => `/${literal(segment)}`).join('')),
  },
  { actions: ['ssm:GetParametersByPath'], ...parameters(resource, part) },
];

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-retrieval-authorization.html and, of keys,
 * secure-string-parameter-kms-encryption.html there
 */
export const ssm = defineScope({
  name: 'ssm',
  realName: 'root',
  // Never all parameters of an account: some are those of AWS and of other applications.
  resourceName: /^(?!.*\/\/)\/[\w./-]{0,900}[\w.-]$/,
  keyFields: ['kmsKeyArn'],
  part: pathPart({ prefix: 'path', exact: 'parameter', maxBytes: 1011, segment: /^[\w.-]*$/ }),
  access: {
    READ: withKeyOf(permit(parameters, 'ssm:GetParameter', 'ssm:GetParameters'), 'kms:Decrypt'),
    // Standard parameters are encrypted by the key itself, advanced ones by a data key.
    WRITE: withKeyOf(permit(parameters, 'ssm:PutParameter'), 'kms:Encrypt', 'kms:GenerateDataKey'),
    LIST: withKeyOf(list, 'kms:Decrypt'),
  },
  refuse: (part, access) =>
    access === 'LIST' && part.exact ? 'LIST goes with a path, not with one parameter' : undefined,
});
