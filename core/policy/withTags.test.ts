/** Session tags as variables: what they hold, how many, and that the policy means the same. */
import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import { contentBytes } from './budget.ts';
import type { Statement } from './document.ts';
import { evaluate } from './evaluate.ts';
import { policyText } from './pack.ts';
import { literal } from './pattern.ts';
import { withTags } from './withTags.ts';

const allow = (Resource: string | readonly string[], more: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource,
  ...more,
});
const object = (name: string) => `arn:aws:s3:::bucket/${name}`;
const long = (text: string) => text.repeat(40);

const tagging = (statements: readonly Statement[], saving = 1, most = 50) => {
  const characters = policyText(statements).length - saving;
  return withTags(statements, { characters, tags: most });
};

it('leaves a policy that fits as it is', () => {
  const statements = [allow(object(long('a')))];
  expect(withTags(statements, { characters: 2048, tags: 50 })).toEqual({ text: policyText(statements), tags: [] });
});

it('takes all of a resource behind the fifth colon, wildcard excepted', () => {
  expect(tagging([allow(object(`${long('a')}/*`))])).toEqual({
    text: policyText([allow('arn:aws:s3:::${aws:PrincipalTag/v0}*')]),
    tags: [{ Key: 'v0', Value: `bucket/${long('a')}/` }],
  });
});

it('takes values of conditions on text, and of no other', () => {
  const conditions = (value: string) => ({
    StringLike: { 's3:prefix': `${value}/*` },
    IpAddress: { 'aws:SourceIp': '2001:0db8:0000:0000:0000:0000:0000:0000/32' },
  });
  expect(tagging([allow('*', { Condition: conditions(long('p')) })])).toEqual({
    text: policyText([
      allow('*', { Condition: { ...conditions(''), StringLike: { 's3:prefix': '${aws:PrincipalTag/v0}*' } } }),
    ]),
    tags: [{ Key: 'v0', Value: `${long('p')}/` }],
  });
});

it('shares one tag between a resource and a condition that end alike, before it spends another', () => {
  const statements = [
    allow(object(`${long('p')}/*`)),
    allow('arn:aws:s3:::bucket', { Condition: { StringLike: { 's3:prefix': `${long('p')}/*` } } }),
  ];
  expect(tagging(statements)?.tags).toEqual([{ Key: 'v0', Value: `${long('p')}/` }]);
  const both = 2 * (long('p').length + 1 - '${aws:PrincipalTag/v0}'.length);
  expect(tagging(statements, both)?.tags).toHaveLength(1);
  expect(tagging(statements, both + 1)?.tags.map(({ Value }) => Value)).toEqual([
    `${long('p')}/`,
    `bucket/${long('p')}/`,
  ]);
  expect(tagging(statements, both + 'bucket/'.length + 1)).toBeUndefined();
});

it('puts a variable into a resource behind the fifth colon only, although a condition has the same ARN first', () => {
  const arn = object(`${long('p')}/*`);
  const statements = [
    allow('arn:aws:kms:eu-central-1:123456789012:key/1', {
      Condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': arn } },
    }),
    allow(arn, { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
  ];
  const packed = tagging(statements, 40);
  expect(packed?.tags).toEqual([{ Key: 'v0', Value: `bucket/${long('p')}/` }]);
  expect(packed?.text.split('"arn:aws:s3:::${aws:PrincipalTag/v0}*"')).toHaveLength(3);
});

it.each<{ why: string; name: string; value: string }>([
  {
    why: 'no wildcard, question mark or dollar sign',
    name: `x${literal('*?$')}${long('b')}${literal('?')}y`,
    value: long('b'),
  },
  { why: 'no space at either end', name: `${literal('*')} ${long('b')} ${literal('?')}`, value: long('b') },
  { why: 'no character that tags do not take', name: `a&${long('b')}(c)`, value: long('b') },
  { why: 'letters of any script', name: `${literal('*')}${long('東')}`, value: long('東') },
  { why: 'at most 256 characters', name: 'c'.repeat(300), value: 'c'.repeat(256) },
  { why: 'no half of a character', name: `${'𐐷'.repeat(127)}${'d'.repeat(3)}`, value: `${'𐐷'.repeat(126)}ddd` },
])('puts $why into a tag', ({ name, value }) => {
  expect(tagging([allow(object(name))])?.tags).toEqual([{ Key: 'v0', Value: value }]);
});

it('gives keys that differ in any case, and as many as are free', () => {
  const statements = [allow(Array.from({ length: 60 }, (_, at) => object(`${long('x')}${String(at)}/*`)))];
  const inline = policyText(statements).length;
  const each = `bucket/${long('x')}10/`.length - '${aws:PrincipalTag/v10}'.length;
  const packed = withTags(statements, { characters: inline - 45 * each, tags: 48 });
  expect(packed?.tags.length).toBeLessThanOrEqual(48);
  expect(packed?.tags.length).toBeGreaterThanOrEqual(44);
  const keys = packed?.tags.map(({ Key }) => Key.toLowerCase()) ?? [];
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.every((key) => /^v[0-9a-z]{1,2}$/.test(key))).toBe(true);
  expect(withTags(statements, { characters: inline - 45 * each, tags: 43 })).toBeUndefined();
});

it('is undefined when policy and tags together would take more bytes than there are', () => {
  const statements = [allow(Array.from({ length: 30 }, (_, at) => object(`${long('x')}${String(at)}/*`)))];
  const room = { characters: policyText(statements).length - 200, tags: 50 };
  const packed = withTags(statements, room);
  const bytes = contentBytes({ policy: packed?.text, tags: packed?.tags ?? [] });
  expect(withTags(statements, { ...room, bytes })).toEqual(packed);
  expect(withTags(statements, { ...room, bytes: bytes - 1 })).toBeUndefined();
});

it('means what it meant, for the very names and for their neighbours', () => {
  const segment = fc.stringMatching(/^[a-zA-Z0-9 é東_.:=+@&()*?$-]{1,60}$/);
  fc.assert(
    fc.property(
      fc.uniqueArray(
        fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/')),
        {
          minLength: 1,
          maxLength: 6,
        },
      ),
      fc.integer({ min: 1, max: 400 }),
      segment,
      (names, saving, other) => {
        const statements = [allow(names.map((name) => object(`${literal(name)}/*`)))];
        const packed = tagging(statements, saving);
        if (packed === undefined) return;
        expect(packed.text.length).toBeLessThanOrEqual(policyText(statements).length - saving);
        const context = Object.fromEntries(packed.tags.map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value]));
        const policy = JSON.parse(packed.text) as { Statement: Statement };
        for (const name of [...names, other, `${names[0] ?? ''}x`, (names[0] ?? '').slice(1)]) {
          const request = { action: 's3:GetObject', resource: object(`${name}/file`) };
          expect(evaluate(policy, { ...request, context })).toBe(
            evaluate({ Version: '2012-10-17', Statement: statements }, { ...request, context: {} }),
          );
        }
      },
    ),
    runs(100),
  );
});
