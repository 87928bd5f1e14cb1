/** Whether a packed policy is known for what it means: every fault that packing could make is seen. */
import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import type { Permission } from '../scopes/defineScope.ts';
import type { Conditions, OneOrMany, PolicyDocument, Statement } from './document.ts';
import { pack, policyText } from './pack.ts';
import { means, unpack } from './unpack.ts';
import { type PackedPolicy, withTags } from './withTags.ts';

const on = (name: string, ...actions: readonly string[]): Permission => ({
  actions: actions.length > 0 ? actions : ['s3:GetObject'],
  resource: `arn:aws:s3:::bucket/${name}/*`,
});
const listing = (prefix: string): Permission => ({
  actions: ['s3:ListBucket'],
  resource: 'arn:aws:s3:::bucket',
  anyOf: { operator: 'StringLike', key: 's3:prefix', value: `${prefix}/*` },
});
const keyed = (value: string, ...actions: readonly string[]): Permission => ({
  actions: actions.length > 0 ? actions : ['dynamodb:GetItem'],
  resource: 'arn:aws:dynamodb:eu-central-1:123456789012:table/notes',
  conditions: { Null: { 'dynamodb:LeadingKeys': 'false' } },
  anyOf: { operator: 'ForAllValues:StringEquals', key: 'dynamodb:LeadingKeys', value },
});

const inline = (permissions: readonly Permission[]): PackedPolicy => ({
  text: policyText(pack(permissions)),
  tags: [],
});
const tagged = (permissions: readonly Permission[]): PackedPolicy => {
  const statements = pack(permissions);
  const packed = withTags(statements, { characters: policyText(statements).length - 1, tags: 50 });
  if (packed === undefined) throw new Error('There is nothing to put into a tag');
  return packed;
};

const prefix = 'users/5b2e1c5a-9c1f-4e55-8a26-3d0c6a1f2b7d';
const some = [on(prefix, 's3:GetObject', 's3:PutObject'), on('shared'), listing(prefix), keyed('a'), keyed('b')];

const changed = (packed: PackedPolicy, change: (statements: Statement[]) => unknown): PackedPolicy => {
  const document = JSON.parse(packed.text) as PolicyDocument & { Statement: Statement[] };
  change(document.Statement);
  return { ...packed, text: JSON.stringify(document) };
};
const replaced = (from: string, to: string): PackedPolicy => {
  const { text, tags } = inline(some);
  expect(text).toContain(from);
  return { text: text.replace(from, to), tags };
};

describe('means', () => {
  it.each<readonly [why: string, packed: PackedPolicy]>([
    ['as it is', inline(some)],
    ['with tags', tagged(some)],
    ['in another order', changed(inline(some), (statements) => statements.reverse())],
  ])('holds for what was to be stated, %s', (_why, packed) => {
    expect(means(packed, some)).toBe(true);
  });

  it.each<readonly [fault: string, packed: PackedPolicy]>([
    ['an older version, in which no character is escaped', replaced('"2012-10-17"', '"2008-10-17"')],
    ['no version', replaced('"Version":"2012-10-17",', '')],
    ['an action more', replaced('"s3:PutObject"', '"s3:PutObject","s3:DeleteObject"')],
    ['another action', replaced('"s3:PutObject"', '"s3:DeleteObject"')],
    ['an action less', replaced('"s3:GetObject","s3:PutObject"', '"s3:PutObject"')],
    ['a wider resource', replaced('bucket/shared/*', 'bucket/shared*')],
    ['another resource', replaced('bucket/shared/*', 'bucket/other/*')],
    ['a wider value', replaced(`${prefix}/*"]`.replace(']', ''), `${prefix}*"`)],
    ['one condition less', replaced('"Null":{"dynamodb:LeadingKeys":"false"},', '')],
    ['another operator', replaced('ForAllValues:StringEquals', 'ForAllValues:StringLike')],
    ['an operator that is true of no key', replaced('"StringLike"', '"StringLikeIfExists"')],
    ['a key less of those that belong together', replaced('["a","b"]', '"a"')],
    ['a key more', replaced('["a","b"]', '["a","b","c"]')],
    ['a statement less', changed(inline(some), (statements) => statements.pop())],
    [
      'a statement that denies',
      changed(inline(some), (statements) => statements.push({ ...statements[0], Effect: 'Deny' })),
    ],
    [
      'NotAction',
      changed(inline(some), (statements) =>
        statements.push({ Effect: 'Allow', NotAction: 's3:GetObject', Resource: '*' }),
      ),
    ],
    [
      'a statement more',
      changed(inline(some), (statements) => statements.push({ Effect: 'Allow', Action: '*', Resource: '*' })),
    ],
    ['a tag missing', { ...tagged(some), tags: [] }],
    ['a tag with another value', { ...tagged(some), tags: tagged(some).tags.map(({ Key }) => ({ Key, Value: 'x' })) }],
    [
      'two statements where keys belong together',
      {
        text: policyText([keyed('a'), keyed('b')].flatMap((one) => pack([one]))),
        tags: [],
      },
    ],
  ])('sees %s', (fault, packed) => {
    const permissions = fault === 'two statements where keys belong together' ? [keyed('a'), keyed('b')] : some;
    expect(means(packed, permissions)).toBe(false);
  });

  it('holds where what another statement allows is left out, and only there', () => {
    const free = { actions: ['dynamodb:GetItem'], resource: keyed('a').resource };
    expect(pack([keyed('a'), free])).toHaveLength(1);
    expect(means(inline([keyed('a'), free]), [keyed('a'), free])).toBe(true);
    expect(means(inline([keyed('a')]), [keyed('a'), free])).toBe(false);
  });

  const NAMESPACE = 'cloudwatch:namespace';
  const metrics = (conditions: Conditions): Permission => ({
    actions: ['cloudwatch:PutMetricData'],
    resource: '*',
    conditions,
  });
  const anyNamespace = metrics({ Null: { [NAMESPACE]: 'false' } });
  const file = (name: string) => on(name).resource;
  const named = (name: string): Permission => ({ actions: ['s3:GetObject'], resource: `arn:aws:s3:::bucket/${name}` });
  const tag = (Value: string, Key = 'v0') => ({ Key, Value });
  /** A policy whose tags say the names themselves. */
  const naming = (resources: OneOrMany, ...tags: PackedPolicy['tags']): PackedPolicy => ({
    text: policyText([{ Effect: 'Allow', Action: 's3:GetObject', Resource: resources }]),
    tags,
  });
  const v = (key: string) => `arn:aws:s3:::bucket/\${aws:PrincipalTag/${key}}`;

  it.each<readonly [why: string, packed: PackedPolicy, permissions: readonly Permission[]]>([
    ['a space at the end', naming(`${v('v0')}*`, tag('a ')), [named('a *')]],
    ['a space in front', naming(v('v0'), tag(' a')), [named(' a')]],
    ['a space that is not one of ASCII at the end', naming(v('v0'), tag('a\u3000')), [named('a\u3000')]],
    ['nothing', naming(v('v0'), tag('')), [named('')]],
    ['nothing, which nothing names', naming(file('x'), tag('')), [on('x')]],
    ['a wildcard', naming(v('v0'), tag('a*')), [named('a${*}')]],
    ['a character that tags do not take', naming(v('v0'), tag('a&b')), [named('a&b')]],
    ['more than 256 characters', naming(v('v0'), tag('x'.repeat(257))), [named('x'.repeat(257))]],
    ['a key twice', naming(v('v0'), tag('a'), tag('a')), [named('a')]],
    ['two keys that differ only in case', naming([v('va'), v('vA')], tag('a', 'va'), tag('b', 'vA')), [named('a'), named('b')]],
    ['a key that the trust policy does not let in', naming(v('x0'), tag('a', 'x0')), [named('a')]],
    ['the key of a tag of the caller', naming(v('vend:sub'), tag('a', 'vend:sub')), [named('a')]],
    [
      'more tags than there can be',
      naming(Array.from({ length: 51 }, (_, at) => v(`v${at.toString(36)}`)), ...Array.from({ length: 51 }, (_, at) => tag(`n${String(at)}`, `v${at.toString(36)}`))),
      Array.from({ length: 51 }, (_, at) => named(`n${String(at)}`)),
    ],
  ])('sees a tag with %s', (_why, packed, permissions) => {
    expect(means(packed, permissions)).toBe(false);
  }); // prettier-ignore

  it('takes the same tags without what is wrong with them', () => {
    expect(means(naming(`${v('v0')}*`, tag('a')), [named('a*')])).toBe(true);
    expect(means(naming([v('va'), v('v1d')], tag('a', 'va'), tag('b', 'v1d')), [named('a'), named('b')])).toBe(true);
  });

  it.each<readonly [why: string, stated: readonly Permission[], wanted: readonly Permission[], is: boolean]>([
    ['under a path that is', [on('a')], [on('a'), on('a/b')], true],
    ['one that is wanted only beside', [on('a/b')], [on('a'), on('a/b')], false],
    ['under a path with a longer name', [on('a')], [on('a'), on('ab')], false],
    ['under another access', [on('a', 's3:PutObject')], [on('a', 's3:PutObject'), on('a/b')], false],
    ['a list under one that is', [listing('a')], [listing('a'), listing('a/b')], true],
    ['a list with a longer name', [listing('a')], [listing('a'), listing('ab')], false],
    ['a key that begins like one that is', [keyed('a*')], [keyed('a*'), keyed('a*b')], false],
    ['a value of a key that has to be there', [anyNamespace], [anyNamespace, metrics({ StringEquals: { [NAMESPACE]: 'a' } })], true],
    ['a value of a key that need not be there', [anyNamespace], [anyNamespace, metrics({ StringEqualsIfExists: { [NAMESPACE]: 'a' } })], false],
    ['values of a key that may be none', [anyNamespace], [anyNamespace, metrics({ 'ForAllValues:StringEquals': { [NAMESPACE]: 'a' } })], false],
    ['a value of another key', [anyNamespace], [anyNamespace, metrics({ StringEquals: { 'aws:PrincipalTag/a': 'a' } })], false],
    ['a key that is absent', [anyNamespace], [anyNamespace, metrics({ Null: { [NAMESPACE]: 'true' } })], false],
    ['a name that begins like a name with a star', [named('a${*}')], [named('a${*}'), named('a${*}b')], false],
  ])('knows of what is not stated whether it is: %s', (_why, stated, wanted, is) => {
    expect(means(inline(stated), wanted)).toBe(is);
  }); // prettier-ignore

  it.each(['StringNotEquals', 'StringNotLike', 'ForAllValues:StringNotEquals', 'NotIpAddress'])(
    'proves nothing under %s, where each of two values by itself lets the other one in',
    (operator) => {
      const but = (...values: readonly string[]) => metrics({ [operator]: { [NAMESPACE]: values } });
      expect(means(inline([but('a'), but('b')]), [but('a', 'b')])).toBe(false);
      expect(means(inline([but('a', 'b')]), [but('a', 'b')])).toBe(false);
    },
  );

  it('reads a variable in front of the fifth colon as no variable', () => {
    const packed = {
      text: policyText(pack([on('x')])).replace(':aws:', ':${aws:PrincipalTag/v0}:'),
      tags: [{ Key: 'v0', Value: 'aws' }],
    };
    expect(means(packed, [on('x')])).toBe(false);
  });
});

const permission = fc.oneof(
  fc
    .tuple(
      fc.stringMatching(/^[a-c/ *?$é東]{1,50}$/),
      fc.subarray(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], { minLength: 1 }),
    )
    .map(([name, actions]) => on(name.replace(/[*?$]/g, '${$&}'), ...actions)),
  fc.stringMatching(/^[a-c/é東]{1,50}$/).map(listing),
  fc
    .tuple(fc.stringMatching(/^[a-c#]{1,50}$/), fc.subarray(['dynamodb:GetItem', 'dynamodb:Query'], { minLength: 1 }))
    .map(([key, actions]) => keyed(key, ...actions)),
);

it('unpacks what was packed, with tags or without', () => {
  fc.assert(
    fc.property(
      fc.array(permission, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 600 }),
      (permissions, saving) => {
        const statements = pack(permissions);
        expect(means({ text: policyText(statements), tags: [] }, permissions)).toBe(true);
        const packed = withTags(statements, { characters: policyText(statements).length - saving, tags: 50 });
        if (packed === undefined) return;
        expect(means(packed, permissions)).toBe(true);
        expect(policyText(unpack(packed))).toBe(policyText(statements));
      },
    ),
    runs(100),
  );
});
