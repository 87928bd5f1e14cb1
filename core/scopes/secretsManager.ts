/** AWS Secrets Manager: one secret, to read or to give a new value. */
import { equalTo } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import { type Access, defineScope } from './defineScope.ts';
import { type KeyUse, withKey } from './keyUse.ts';
import { arnOf, permit } from './permit.ts';
import { type ValuePart, valuePart } from './valuePart.ts';

const STAGE = 'secretsmanager:VersionStage';

// Only the six characters at the end tell one secret from another: `name-??????` would be one called `name-abcdef` as well.
const secret = (resource: Resource) => ({
  resource: arnOf('secretsmanager', resource, `secret:${resource.name.slice(resource.name.lastIndexOf(':') + 1)}`),
});

// "The name of the secret and a version identifier": of every version.
const KEY_USE: KeyUse = { service: 'secretsmanager', context: 'SecretARN' };

const read: Access<ValuePart> = (resource, { value }) => [
  {
    actions: ['secretsmanager:GetSecretValue'],
    ...secret(resource),
    ...(value !== null && {
      // "The list of version stages in the request": all of them, and there must be one.
      conditions: { Null: { [STAGE]: 'false' } },
      anyOf: { operator: 'ForAllValues:StringEquals', key: STAGE, value: equalTo(value) },
    }),
  },
];

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html and
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html and, of keys, security-encryption.html there
 */
export const secretsManager = defineScope({
  name: 'secretsManager',
  realName: 'secret',
  resourceName: /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]{1,512}-[A-Za-z0-9]{6}$/,
  keyFields: ['kmsKeyArn'],
  whyNot: (resource) =>
    resource.name === secret(resource).resource
      ? undefined
      : `is a secret elsewhere, but the resource is said to be in ${resource.partition}, ${resource.region}, ${resource.account}`,
  part: {
    ...valuePart({ field: 'versionStage', form: /^[\w+=.@!-]+$/, maxBytes: 256 }),
    // A request can name several stages, and each is then wanted together with the others.
    covers: undefined,
  },
  access: {
    READ: withKey(read, KEY_USE, 'kms:Decrypt'),
    DESCRIBE: permit(secret, 'secretsmanager:DescribeSecret'),
    WRITE: withKey(permit(secret, 'secretsmanager:PutSecretValue'), KEY_USE, 'kms:GenerateDataKey', 'kms:Decrypt'),
  },
  refuse: ({ value }, access) =>
    value !== null && access !== 'READ' ? `${access} goes with the secret, not with one version stage` : undefined,
});
