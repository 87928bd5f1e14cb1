/** What a team would write for `kms`, and what comes of it. */
import type { Conditions } from '../../../core/policy/document.ts';
import type { ScopeSample } from '../sample.ts';

const id = '1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d';
const key = `arn:aws:kms:eu-central-1:123456789012:key/${id}`;
const under = (tenant: string): Conditions => ({
  'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': 'tenant' },
  StringEquals: { 'kms:EncryptionContext:tenant': tenant },
});
const use = (action: string, pairs: Readonly<Record<string, string>>, resource = key) => ({
  action: `kms:${action}`,
  resource,
  context: {
    'kms:EncryptionContextKeys': Object.keys(pairs),
    ...Object.fromEntries(Object.entries(pairs).map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
  },
});

export const kms: ScopeSample = {
  resource: { name: id },
  grant: { encryptionContext: 'tenant/${claims.tenant}', access: ['ENCRYPT', 'DECRYPT', 'GENERATE_DATA_KEY'] },
  ask: { encryptionContext: 'tenant/acme', access: ['DECRYPT', 'GENERATE_DATA_KEY'] },
  policy: [
    { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: key, Condition: under('acme') },
  ],
  vendPolicy: [
    {
      Effect: 'Allow',
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: key,
      Condition: under('${aws:PrincipalTag/vend:tenant}'),
    },
  ],
  allowed: [use('Decrypt', { tenant: 'acme' }), use('GenerateDataKey', { tenant: 'acme' })],
  denied: [
    use('Decrypt', { tenant: 'acme2' }),
    use('Decrypt', { tenant: 'ACME' }),
    use('Decrypt', { Tenant: 'acme' }),
    use('Decrypt', { tenant: 'acme', document: '7' }),
    use('Decrypt', {}),
    { action: 'kms:Decrypt', resource: key },
    use('Encrypt', { tenant: 'acme' }),
    { action: 'kms:Sign', resource: key },
    use('ReEncryptFrom', { tenant: 'acme' }),
    { action: 'kms:CreateGrant', resource: key },
    use('Decrypt', { tenant: 'acme' }, key.replace('1a2b', '9a2b')),
    use('Decrypt', { tenant: 'acme' }, key.replace('eu-central-1', 'eu-west-1')),
  ],
};
