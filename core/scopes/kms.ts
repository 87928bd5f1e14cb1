/** AWS KMS: one key, to encrypt and decrypt under one encryption context, or to sign. */
import { equalTo } from '../policy/pattern.ts';
import { type Access, defineScope } from './defineScope.ts';
import { arnOf } from './permit.ts';
import { type ValuePart, valuePart } from './valuePart.ts';

const permit =
  (action: string): Access<ValuePart> =>
  (resource, { value }) => {
    const permission = { actions: [action], resource: arnOf('kms', resource, `key/${resource.name}`) };
    if (value === null) return [permission];
    const [name = '', ...rest] = value.split('/');
    return [
      {
        ...permission,
        // Condition keys have no case, and none of a pair rules out a further pair.
        conditions: { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': equalTo(name) } },
        anyOf: { operator: 'StringEquals', key: `kms:EncryptionContext:${name}`, value: equalTo(rest.join('/')) },
      },
    ];
  };

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html and
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export const kms = defineScope({
  name: 'kms',
  realName: 'keyId',
  resourceName: /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/,
  // The pair's key becomes part of a condition key, where nothing can be escaped.
  part: valuePart({ field: 'encryptionContext', form: /^[\w.:-]{1,64}\/./u, maxBytes: 1024 }),
  access: {
    ENCRYPT: permit('kms:Encrypt'),
    DECRYPT: permit('kms:Decrypt'),
    GENERATE_DATA_KEY: permit('kms:GenerateDataKey'),
    SIGN: permit('kms:Sign'),
    VERIFY: permit('kms:Verify'),
  },
  refuse: ({ value }, access) =>
    value !== null && (access === 'SIGN' || access === 'VERIFY')
      ? `${access} goes with all of a key, without encryptionContext: the Sign and Verify of AWS take none`
      : undefined,
});
