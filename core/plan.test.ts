/** What is vended for a scope. */
import { editor, grantOn, guest, member, serviceWith, SUB } from '../test/fixtures.ts';
import { refusalOf } from '../test/refusal.ts';
import { planVend, type VendRequest } from './plan.ts';
import type { PolicyDocument } from './policy/document.ts';

const service = serviceWith();
const own = `users/${SUB}/`;
const shared = 'tenants/acme/shared/';
const uploads = (ask: Readonly<Record<string, unknown>>) => ({
  s3: [{ resource: 'uploads', access: ['READ'], ...ask }],
});

const partsOf = (request: VendRequest, caller = member) =>
  planVend(service, caller, request).parts.map(({ part, access, service: { part: language } }) => [
    language.identity(part),
    access.join(' '),
  ]);

describe('what is vended', () => {
  it.each([
    [
      'the whole part that the grants allow, when the part is left out',
      uploads({}),
      [
        [`prefix ${own}`, 'READ'],
        [`prefix ${shared}`, 'READ'],
      ],
    ],
    ['only the parts where every grant has the access', uploads({ access: ['WRITE'] }), [[`prefix ${own}`, 'WRITE']]],
    [
      'access value by access value',
      uploads({ access: ['LIST', 'DELETE'] }),
      [
        [`prefix ${own}`, 'DELETE LIST'],
        [`prefix ${shared}`, 'LIST'],
      ],
    ],
    ['a prefix below a grant', uploads({ prefix: `${own}a/b/` }), [[`prefix ${own}a/b/`, 'READ']]],
    ['one key', uploads({ key: `${own}a` }), [[`key ${own}a`, 'READ']]],
    [
      'null as if left out',
      { ...uploads({ prefix: null, key: null }), role: null },
      [
        [`prefix ${own}`, 'READ'],
        [`prefix ${shared}`, 'READ'],
      ],
    ],
    [
      'everything, when the scope is left out',
      undefined,
      [
        [`prefix ${own}`, 'READ WRITE DELETE LIST'],
        [`prefix ${shared}`, 'READ LIST'],
        [`[null,"${SUB}",null]`, 'READ WRITE'],
      ],
    ],
    [
      'everything, when the scope is an unset variable',
      null,
      [
        [`prefix ${own}`, 'READ WRITE DELETE LIST'],
        [`prefix ${shared}`, 'READ LIST'],
        [`[null,"${SUB}",null]`, 'READ WRITE'],
      ],
    ],
    [
      'duplicate asks once',
      { s3: [...uploads({ prefix: own }).s3, ...uploads({ prefix: own, access: ['WRITE', 'READ', 'READ'] }).s3] },
      [[`prefix ${own}`, 'READ WRITE']],
    ],
  ])('is %s', (_, scope, parts) => {
    expect(partsOf({ scope })).toEqual(parts);
  });

  it('is stated once where one part covers another', () => {
    const wide = planVend(service, member, { scope: uploads({ prefix: own }) });
    const both = planVend(service, member, {
      scope: { s3: [...uploads({ prefix: `${own}a/` }).s3, ...uploads({ prefix: own }).s3] },
    });
    expect(both.sessionPolicy).toBe(wide.sessionPolicy);
  });

  it('reads WRITE from one grant and READ from another', () => {
    const plan = planVend(service, editor, { scope: uploads({ prefix: shared, access: ['READ', 'WRITE'] }) });
    expect(plan.admissions.map(({ access, grant }) => [access, grant.name])).toEqual([
      ['READ', 'tenant-shared'],
      ['WRITE', 'tenant-editing'],
    ]);
  });

  it('is stated in the smallest form', () => {
    expect(planVend(service, member, { scope: uploads({ key: `${own}a b` }) }).sessionPolicy).toBe(
      `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::uploads-bucket/${own}a b"}}`,
    );
  });

  it('has characters above U+00FF escaped, as STS takes them', () => {
    const policy = planVend(service, member, { scope: uploads({ key: `${own}é東🙈` }) }).sessionPolicy ?? '';
    expect(policy).toContain(`${own}é\\u6771\\ud83d\\ude48"`);
    expect((JSON.parse(policy) as PolicyDocument).Statement).toMatchObject({
      Resource: `arn:aws:s3:::uploads-bucket/${own}é東🙈`,
    });
  });

  it('is a role without a session policy where a grant passes it on', () => {
    expect(planVend(service, editor, { scope: { role: 'reporting' } })).toMatchObject({
      roleArn: 'arn:aws:iam::123456789012:role/reporting',
      sessionPolicy: undefined,
      sessionTags: [
        { Key: 'vend:sub', Value: SUB },
        { Key: 'vend:tenant', Value: 'acme' },
      ],
    });
  });
});

describe('a grant of a whole bucket', () => {
  const whole = serviceWith(grantOn({ whole: true }));

  it('admits any prefix, and lists without one', () => {
    expect(planVend(whole, guest, { scope: uploads({ prefix: 'any/' }) }).sessionPolicy).toContain('bucket/any/*');
    expect(planVend(whole, guest, { scope: uploads({ access: ['LIST'] }) }).sessionPolicy).not.toContain('Condition');
  });

  it('still refuses an empty prefix', () => {
    expect(refusalOf(() => planVend(whole, guest, { scope: uploads({ prefix: '' }) })).code).toBe('InvalidScope');
  });
});
