import { refusalOf } from '../../test/refusal.ts';
import { under } from '../../test/scopes/asking.ts';
import { samples } from '../../test/scopes/samples.ts';
import { GrantsError } from '../grantsError.ts';

const every = ['ENCRYPT', 'DECRYPT', 'GENERATE_DATA_KEY', 'SIGN', 'VERIFY'];
const { statements, allows } = under('kms', { whole: true, access: every });
const resource = `arn:aws:kms:eu-central-1:123456789012:key/${samples.kms.resource['name'] ?? ''}`;
const decrypt = (pairs: Readonly<Record<string, string>>) => ({
  action: 'kms:Decrypt',
  resource,
  context: {
    'kms:EncryptionContextKeys': Object.keys(pairs),
    ...Object.fromEntries(Object.entries(pairs).map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
  },
});
const pair = (encryptionContext: string) => ({ encryptionContext, access: ['DECRYPT'] });

it.each(['SIGN', 'VERIFY'])('%s has no encryption context', (access) => {
  const { code, message } = refusalOf(() => statements({ encryptionContext: 'tenant/acme', access: [access] }));
  expect([code, message]).toEqual([
    'InvalidScope',
    `scope.kms[0] cannot be: ${access} goes with all of a key, without encryptionContext: the Sign and Verify of AWS take none.`,
  ]);
  expect(() => under('kms', { encryptionContext: 'tenant/acme', access: [access] })).toThrow(GrantsError);
  expect(statements({ access: [access] })).toMatchObject([{ Resource: resource }]);
});

it('states several values of one pair together, and does not mix the pairs of several asks', () => {
  expect(statements(pair('tenant/acme'), pair('tenant/globex'))).toHaveLength(1);
  const asks = [pair('tenant/acme'), pair('tenant/globex'), pair('team/red')];
  const decrypts = (pairs: Readonly<Record<string, string>>) => allows(decrypt(pairs), ...asks);
  expect([{ tenant: 'globex' }, { team: 'red' }].map(decrypts)).toEqual([true, true]);
  expect([{ tenant: 'red' }, { team: 'acme' }, { tenant: 'acme', team: 'red' }].map(decrypts)).toEqual([
    false,
    false,
    false,
  ]);
});

it('takes what follows the first slash for the value', () => {
  expect(allows(decrypt({ path: 'a/b*' }), pair('path/a/b*'))).toBe(true);
  expect(allows(decrypt({ path: 'a/bc' }), pair('path/a/b*'))).toBe(false);
});

it.each(['tenant', 'tenant/', '/acme', 'ten*nt/acme', '${aws:username}/acme', 'a b/acme', ''])(
  'refuses %j, which is no pair',
  (encryptionContext) => {
    expect(refusalOf(() => statements(pair(encryptionContext))).code).toBe('InvalidScope');
  },
);
