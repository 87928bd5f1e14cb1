import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import type { Statement } from './document.ts';
import type { Context, Decision, Request } from './evaluate.ts';
import { evaluate } from './evaluate.ts';
import { literal } from './pattern.ts';

const allow = (part: Partial<Statement>): Statement => {
  const { NotAction, NotResource } = part;
  return {
    Effect: 'Allow',
    ...(NotAction === undefined && { Action: '*' }),
    ...(NotResource === undefined && { Resource: '*' }),
    ...part,
  };
};
const judge = (statement: Statement | readonly Statement[], request: Partial<Request> = {}): Decision =>
  evaluate(
    { Version: '2012-10-17', Statement: statement },
    { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key', context: {}, ...request },
  );
const matches = (part: Partial<Statement>, request: Partial<Request> = {}): boolean =>
  judge(allow(part), request) === 'Allow';

describe('Effect', () => {
  const deny = allow({ Effect: 'Deny' });
  it.each<[string, readonly Statement[], Decision]>([
    ['no statement applies', [allow({ Action: 'sqs:*' })], 'ImplicitDeny'],
    ['one of several allows', [allow({ Action: 'sqs:*' }), allow({})], 'Allow'],
    ['an explicit deny wins over an allow before it', [allow({}), deny], 'ExplicitDeny'],
    ['an explicit deny wins over an allow after it', [deny, allow({})], 'ExplicitDeny'],
    ['a deny that does not apply denies nothing', [allow({}), { ...deny, Action: 'sqs:*' }], 'Allow'],
  ])('%s', (_rule, statements, decision) => {
    expect(judge(statements)).toBe(decision);
  });

  it('policies of one kind are a union, and no policy allows nothing', () => {
    const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key', context: {} };
    const other = { Statement: allow({ Action: 'sqs:*' }) };
    expect(evaluate([other, { Statement: allow({}) }], request)).toBe('Allow');
    expect(evaluate([{ Statement: allow({}) }, { Statement: deny }], request)).toBe('ExplicitDeny');
    expect(evaluate([other], request)).toBe('ImplicitDeny');
    expect(evaluate([], request)).toBe('ImplicitDeny');
  });
});

describe('Action', () => {
  it.each<[string, Partial<Statement>, string, boolean]>([
    ['the action itself', { Action: 's3:GetObject' }, 's3:GetObject', true],
    ['not a longer one', { Action: 's3:GetObject' }, 's3:GetObjectAcl', false],
    ['without regard to case, in the policy', { Action: 'S3:getobject' }, 's3:GetObject', true],
    ['without regard to case, in the request', { Action: 's3:GetObject' }, 'S3:GETOBJECT', true],
    ['any of several', { Action: ['sqs:*', 's3:GetObject'] }, 's3:GetObject', true],
    ['a star at the end', { Action: 's3:Get*' }, 's3:GetObject', true],
    ['a star in the middle', { Action: 'iam:*AccessKey*' }, 'iam:CreateAccessKey', true],
    ['a ? for one character', { Action: 's3:GetObjec?' }, 's3:GetObject', true],
    ['a ? not for none', { Action: 's3:GetObject?' }, 's3:GetObject', false],
    ['every action of one service only', { Action: 's3:*' }, 'sqs:SendMessage', false],
    ['everything', { Action: '*' }, 'sqs:SendMessage', true],
    ['NotAction: not the one named', { NotAction: 's3:Get*' }, 's3:GetObject', false],
    ['NotAction: every other', { NotAction: ['s3:Get*', 'iam:*'] }, 's3:PutObject', true],
    ['NotAction: not any of several', { NotAction: ['s3:Get*', 'iam:*'] }, 'iam:CreateUser', false],
  ])('%s', (_rule, statement, action, expected) => {
    expect(matches(statement, { action })).toBe(expected);
  });
});

describe('Resource', () => {
  const bucket = 'arn:aws:s3:::bucket';
  it.each<[string, string | readonly string[], string, boolean]>([
    ['the resource itself', `${bucket}/a/b`, `${bucket}/a/b`, true],
    ['with regard to case', `${bucket}/a`, `${bucket}/A`, false],
    ['any of several', [`${bucket}/a`, `${bucket}/b`], `${bucket}/b`, true],
    ['a star matches slashes', `${bucket}/*`, `${bucket}/a/b/c`, true],
    ['a star matches nothing at all: p/* matches p/ itself', `${bucket}/p/*`, `${bucket}/p/`, true],
    ['p/* does not match p', `${bucket}/p/*`, `${bucket}/p`, false],
    ['p/* does not match p2/', `${bucket}/p/*`, `${bucket}/p2/x`, false],
    ['p* matches p2/: the hole', `${bucket}/p*`, `${bucket}/p2/x`, true],
    ['gpt* matches gpt5: METR/hawk#1205', `${bucket}/gpt*`, `${bucket}/gpt5`, true],
    ['a star matches a newline', `${bucket}/*`, `${bucket}/a\nb`, true],
    ['a ? matches a newline', `${bucket}/a?b`, `${bucket}/a\nb`, true],
    ['a ? matches a slash', `${bucket}/a?b`, `${bucket}/a/b`, true],
    ['a ? is one character beyond the BMP too', `${bucket}/a?b`, `${bucket}/a😀b`, true],
    ['a ? is not two characters', `${bucket}/a?b`, `${bucket}/axxb`, false],
    ['stars anywhere (User Guide)', `${bucket}/*/test/*`, `${bucket}/1/2/test/3/object.jpg`, true],
    ['stars anywhere, empty (User Guide)', `${bucket}/*/test/*`, `${bucket}//test/object.jpg`, true],
    ['stars anywhere, not that (User Guide)', `${bucket}/*/test/*`, `${bucket}/test/object.jpg`, false],
    ['a star in the request is a character', `${bucket}/a`, `${bucket}/*`, false],
    ['everything', '*', `${bucket}/a`, true],
    ['a star inside a segment stops at the colon', 'arn:aws:s*3:::bucket', 'arn:aws:sqs:x:3:::bucket', false],
    ['a star inside a segment', 'arn:aws:sns:us-*-1:000000000000:t', 'arn:aws:sns:us-east-1:000000000000:t', true],
    ['a ? in a segment is no colon', 'arn:aws:sns:a?b:000000000000:t', 'arn:aws:sns:a:b:000000000000:t', false],
    ['a ? that ends a segment is no colon', 'arn:aws:sns:?:0:t', 'arn:aws:sns:::0:t', false],
    ['a star that ends a segment goes on beyond colons', 'arn:aws:s3:*', 'arn:aws:s3:::bucket/key', true],
    ['a star that ends a segment, and more after it', 'arn:aws:sns:*:9:t:x', 'arn:aws:sns:us-east-1:0:9:t:x', true],
    ['a star for an account', 'arn:aws:iam::*:role/x', 'arn:aws:iam::000000000000:role/x', true],
    ['behind the fifth colon, a star matches colons', `${bucket}/*/x`, `${bucket}/a:b/x`, true],
    ['behind the fifth colon, a ? matches colons', `${bucket}/a?b`, `${bucket}/a:b`, true],
    ['another bucket', `${bucket}/*`, 'arn:aws:s3:::bucket2/a', false],
    ['another partition', `${bucket}/*`, 'arn:aws-cn:s3:::bucket/a', false],
  ])('%s', (_rule, resource, asked, expected) => {
    expect(matches({ Resource: resource }, { resource: asked })).toBe(expected);
    expect(matches({ NotResource: resource }, { resource: asked })).toBe(!expected);
  });
});

describe('Policy variables', () => {
  const context: Context = {
    'aws:username': 'ann',
    'aws:PrincipalTag/vend:sub': 'S-1',
    'aws:PrincipalTag/star': '*',
    'aws:PrincipalTag/variable': '${aws:username}',
    'aws:PrincipalTag/empty': '',
    'aws:TagKeys': ['ann'],
  };
  const home = (key: string): string => `arn:aws:s3:::home/${key}`;
  it.each<[string, string, string, boolean]>([
    ['a variable is replaced', '${aws:username}/*', 'ann/x', true],
    ['and by nothing else', '${aws:username}/*', 'bob/x', false],
    ['key names are compared without regard to case', '${AWS:UserName}', 'ann', true],
    ['tag keys are compared without regard to case', '${aws:principaltag/VEND:SUB}', 'S-1', true],
    ['values are compared with regard to case', '${aws:PrincipalTag/vend:sub}', 's-1', false],
    ['a * in a value widens nothing', '${aws:PrincipalTag/star}', 'anything', false],
    ['a * in a value is a *', '${aws:PrincipalTag/star}', '*', true],
    ['a variable in a value is not replaced again', '${aws:PrincipalTag/variable}', 'ann', false],
    ['a variable in a value is text', '${aws:PrincipalTag/variable}', '${aws:username}', true],
    ['an empty value means nothing: with a star behind it, everything', '${aws:PrincipalTag/empty}*', 'other/x', true],
    ['an unresolved variable matches nothing', '${aws:PrincipalTag/none}', '', false],
    ['nor as its own text', '${aws:PrincipalTag/none}', '${aws:PrincipalTag/none}', false],
    ['nor with a star', '${aws:PrincipalTag/none}*', 'x', false],
    ['a multivalued key is unresolved', '${aws:TagKeys}', 'ann', false],
    ['a default, unused', "${aws:username, 'all'}", 'ann', true],
    ['a default, used', "${aws:PrincipalTag/none, 'all'}", 'all', true],
    ['an empty default', "x${aws:PrincipalTag/none, ''}", 'x', true],
    ['${*} is a star', 'a${*}', 'a*', true],
    ['${*} is no wildcard', 'a${*}', 'ab', false],
    ['${?} is a question mark', 'a${?}', 'a?', true],
    ['${?} is no wildcard', 'a${?}', 'ab', false],
    ['${$} is a dollar', '${$}{aws:username}', '${aws:username}', true],
    ['a $ alone is a $', 'a$b', 'a$b', true],
  ])('%s', (_rule, resource, asked, expected) => {
    expect(matches({ Resource: home(resource) }, { resource: home(asked), context })).toBe(expected);
    const prefix = { context: { ...context, 's3:prefix': asked } };
    expect(matches({ Condition: { StringLike: { 's3:prefix': resource } } }, prefix)).toBe(expected);
    expect(matches({ Condition: { StringNotLike: { 's3:prefix': resource } } }, prefix)).toBe(!expected);
  });

  it('NotResource with an unresolved variable fails open', () => {
    const NotResource = home('${aws:PrincipalTag/none}/*');
    expect(judge(allow({ NotResource }), { resource: home('secret/x') })).toBe('Allow');
    expect(judge(allow({ NotResource: [NotResource, home('secret/*')] }), { resource: home('secret/x') })).toBe(
      'ImplicitDeny',
    );
  });

  it.each(['2008-10-17', undefined] as const)('are text in Version %s', (version) => {
    const old = (resource: string, asked: string): Decision =>
      evaluate(
        { ...(version && { Version: version }), Statement: allow({ Resource: home(resource) }) },
        { action: 's3:GetObject', resource: home(asked), context },
      );
    expect(old('${aws:username}', 'ann')).toBe('ImplicitDeny');
    expect(old('${aws:username}', '${aws:username}')).toBe('Allow');
    expect(old('${*}', '${anything}')).toBe('Allow');
    expect(old('${*}', '*')).toBe('ImplicitDeny');
  });

  it('may hold colons, which are no segment ends in a resource', () => {
    const colons = { context: { 'aws:PrincipalTag/vend:sub': 'a:b' }, resource: home('a:b/c') };
    expect(matches({ Resource: home('${aws:PrincipalTag/vend:sub}/*') }, colons)).toBe(true);
  });

  it('an escaped key matches itself and no other', () => {
    const keys = fc.oneof(
      fc.string({ unit: fc.constantFrom('*', '?', '$', '{', '}', 'a', '/', ':', '\n', "'", ','), maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    );
    fc.assert(
      fc.property(keys, keys, (key, other) => {
        const written = literal(key);
        expect(matches({ Resource: home(written) }, { resource: home(key) })).toBe(true);
        expect(matches({ Resource: home(written) }, { resource: home(other) })).toBe(key === other);
        for (const operator of ['StringLike', 'StringEquals']) {
          const Condition = { [operator]: { 's3:prefix': written } };
          expect(matches({ Condition }, { context: { 's3:prefix': key } })).toBe(true);
          expect(matches({ Condition }, { context: { 's3:prefix': other } })).toBe(key === other);
        }
      }),
      runs(1000),
    );
  });

  it('a tag, whatever its value, opens its own folder and no other', () => {
    const Resource = home('${aws:PrincipalTag/vend:sub}/*');
    const tags = fc.string({ unit: fc.constantFrom('*', '?', '$', '{', '}', 'a', ':'), maxLength: 6 });
    fc.assert(
      fc.property(tags, tags, (tag, folder) => {
        const tagged = { context: { 'aws:PrincipalTag/vend:sub': tag }, resource: home(`${folder}/x`) };
        expect(matches({ Resource }, tagged)).toBe(tag === folder);
      }),
      runs(100),
    );
  });
});

describe('Principal', () => {
  const session = 'arn:aws:sts::000000000000:assumed-role/Lambda/f';
  const role = 'arn:aws:iam::000000000000:role/Lambda';
  const caller = { AWS: [session, role, '000000000000'] };
  const lambda = { Service: 'lambda.amazonaws.com' };
  const trusts = (Principal: NonNullable<Statement['Principal']>, principal: Request['principal']): boolean =>
    principal !== undefined &&
    evaluate(
      { Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' } },
      { action: 'sts:AssumeRole', resource: 'arn:aws:iam::000000000000:role/Vend', context: {}, principal },
    ) === 'Allow';

  it.each<[string, NonNullable<Statement['Principal']>, boolean, boolean]>([
    ['everyone', '*', true, true],
    ['everyone, as AWS', { AWS: '*' }, true, true],
    ['the role', { AWS: role }, true, false],
    ['the session', { AWS: session }, true, false],
    ['another session of the role', { AWS: `${session}2` }, false, false],
    ['another role', { AWS: `${role}2` }, false, false],
    ['the account by ID', { AWS: '000000000000' }, true, false],
    ['the account by ARN', { AWS: 'arn:aws:iam::000000000000:root' }, true, false],
    ['another account', { AWS: '000000000001' }, false, false],
    ['one of several', { AWS: ['000000000001', role] }, true, false],
    ['the service', { Service: 'lambda.amazonaws.com' }, false, true],
    ['another service', { Service: ['ec2.amazonaws.com', 'appsync.amazonaws.com'] }, false, false],
    ['a role or a service', { AWS: role, Service: 'lambda.amazonaws.com' }, true, true],
  ])('%s', (_rule, principal, byRole, byService) => {
    expect(trusts(principal, caller)).toBe(byRole);
    expect(trusts(principal, lambda)).toBe(byService);
  });

  it('takes an account ARN as a name of the caller too', () => {
    expect(trusts({ AWS: '000000000000' }, { AWS: ['arn:aws:iam::000000000000:root'] })).toBe(true);
  });
});

it('answers the same however often it is asked, also of more texts than it remembers', () => {
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 2500; i++) {
      const Resource = `arn:aws:s3:::bucket/${String(i)}/*`;
      expect(matches({ Resource }, { resource: `arn:aws:s3:::bucket/${String(i)}/x` })).toBe(true);
      expect(matches({ Resource }, { resource: `arn:aws:s3:::bucket/${String(i)}x` })).toBe(false);
    }
  }
});
