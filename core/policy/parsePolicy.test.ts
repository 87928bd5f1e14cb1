import { PolicyError } from './evaluate.ts';
import type { PolicyKind } from './parsePolicy.ts';
import { parsePolicy } from './parsePolicy.ts';

const errorOf = (document: unknown, kind: PolicyKind = 'identity'): unknown => {
  try {
    parsePolicy(document, kind);
    return 'no error';
  } catch (error) {
    return error;
  }
};
const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
const condition = (block: unknown) => ({ Version: '2012-10-17', Statement: { ...statement, Condition: block } });
const equals = (values: unknown) => condition({ StringEquals: { 'a:b': values } });
const resource = (value: unknown) => ({ Version: '2012-10-17', Statement: { ...statement, Resource: value } });
const principal = (value: unknown) => ({ Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: value } });

/** What is wrong, the document, the path of the mistake, the kind of policy. */
const refusals: readonly (readonly [string, unknown, string, PolicyKind?])[] = [
  ['null', null, 'policy'],
  ['text', '{}', 'policy'],
  ['a list', [], 'policy'],
  ['no Statement', { Version: '2012-10-17' }, 'Statement'],
  ['no statement in the list', { Statement: [] }, 'Statement'],
  ['an unknown element', { Statement: statement, Statements: [] }, 'policy'],
  ['an element in another case', { statement }, 'policy'],
  ['an element __proto__', JSON.parse('{"Statement": [], "__proto__": {}}'), 'policy'],
  ['an unknown version', { Version: '2012-10-18', Statement: statement }, 'Version'],
  ['a version that YAML took for a date', { Version: new Date('2012-10-17'), Statement: statement }, 'Version'],
  ['an Id that is no text', { Id: 1, Statement: statement }, 'Id'],
  ['an unknown element of a statement', { Statement: { ...statement, Conditions: {} } }, 'Statement'],
  ['a statement that is no object', { Statement: [statement, 's'] }, 'Statement[1]'],
  ['no Effect', { Statement: { Action: '*', Resource: '*' } }, 'Statement.Effect'],
  ['an Effect in another case', { Statement: { ...statement, Effect: 'allow' } }, 'Statement.Effect'],
  ['a Sid that is no text', { Statement: { ...statement, Sid: 1 } }, 'Statement'],
  [
    'a Sid twice',
    {
      Statement: [
        { ...statement, Sid: 'a' },
        { ...statement, Sid: 'a' },
      ],
    },
    'Statement',
  ],
  ['no Action', { Statement: { Effect: 'Allow', Resource: '*' } }, 'Statement'],
  ['Action and NotAction', { Statement: { ...statement, NotAction: '*' } }, 'Statement'],
  ['no action in the list', { Statement: { ...statement, Action: [] } }, 'Statement.Action'],
  ['an action without service', { Statement: { ...statement, Action: 'GetObject' } }, 'Statement.Action'],
  ['a wildcard for the service', { Statement: { ...statement, Action: 's*:GetObject' } }, 'Statement.Action'],
  ['a variable in an action', { Statement: { ...statement, Action: 's3:${aws:x}' } }, 'Statement.Action'],
  ['an action that is no text', { Statement: { ...statement, Action: [{}] } }, 'Statement.Action'],
  ['no Resource', { Statement: { Effect: 'Allow', Action: '*' } }, 'Statement'],
  ['Resource and NotResource', { Statement: { ...statement, NotResource: '*' } }, 'Statement'],
  ['no resource in the list', resource([]), 'Statement.Resource'],
  ['a resource that is no ARN', resource('bucket/*'), 'Statement.Resource'],
  ['a resource with too few parts', resource('arn:aws:s3::bucket'), 'Statement.Resource'],
  ['a resource with too few parts and a star among them', resource('arn:aws:s3:*:bucket/key'), 'Statement.Resource'],
  ['a variable before the fifth colon', resource('arn:aws:iam::${aws:PrincipalAccount}:role/x'), 'Statement.Resource'],
  ['a variable that is not closed', resource('arn:aws:s3:::b/${aws:username'), 'Statement.Resource'],
  ['a variable without a name', resource('arn:aws:s3:::b/${}'), 'Statement.Resource'],
  ['a variable without a service', resource('arn:aws:s3:::b/${username}'), 'Statement.Resource'],
  ['a variable with spaces around it', resource('arn:aws:s3:::b/${ aws:username }'), 'Statement.Resource'],
  ['a default without quotes', resource('arn:aws:s3:::b/${aws:username, x}'), 'Statement.Resource'],
  ['a default with a wildcard', resource("arn:aws:s3:::b/${aws:username, '*'}"), 'Statement.Resource'],
  ['a variable in a variable', resource('arn:aws:s3:::b/${aws:${aws:username}}'), 'Statement.Resource'],
  ['an unknown operator', condition({ StringMatches: { 'a:b': 'c' } }), 'Statement.Condition'],
  ['an operator in another case', condition({ stringequals: { 'a:b': 'c' } }), 'Statement.Condition'],
  ['an operator of Object.prototype', condition({ constructor: { 'a:b': 'c' } }), 'Statement.Condition'],
  ['an operator __proto__', condition(JSON.parse('{"__proto__": {"a:b": "c"}}')), 'Statement.Condition'],
  ['an operator that is not supported', condition({ BinaryEquals: { 'a:b': 'Yw==' } }), 'Statement.Condition'],
  ['an unknown set prefix', condition({ 'ForNoValues:StringEquals': { 'a:b': 'c' } }), 'Statement.Condition'],
  ['two set prefixes', condition({ 'ForAllValues:ForAnyValue:StringEquals': { 'a:b': 'c' } }), 'Statement.Condition'],
  ['IfExists twice', condition({ StringEqualsIfExistsIfExists: { 'a:b': 'c' } }), 'Statement.Condition'],
  ['Null with IfExists', condition({ NullIfExists: { 'a:b': 'true' } }), 'Statement.Condition'],
  ['Null with a set prefix', condition({ 'ForAllValues:Null': { 'a:b': 'true' } }), 'Statement.Condition'],
  [
    'ForAnyValue with IfExists',
    condition({ 'ForAnyValue:StringEqualsIfExists': { 'a:b': 'c' } }),
    'Statement.Condition.ForAnyValue:StringEqualsIfExists',
  ],
  ['an operator without key', condition({ StringEquals: {} }), 'Statement.Condition.StringEquals'],
  ['a key without service', condition({ StringEquals: { b: 'c' } }), 'Statement.Condition.StringEquals["b"]'],
  ['a condition that is a list', condition([{ StringEquals: { 'a:b': 'c' } }]), 'Statement.Condition'],
  ['no value', equals([]), 'Statement.Condition.StringEquals["a:b"]'],
  ['a value that is null', equals(null), 'Statement.Condition.StringEquals["a:b"]'],
  ['a value that is an object', equals({ Ref: 'X' }), 'Statement.Condition.StringEquals["a:b"]'],
  ['Null of no boolean', condition({ Null: { 'a:b': 'yes' } }), 'Statement.Condition.Null["a:b"]'],
  ['Bool of no boolean', condition({ Bool: { 'a:b': '1' } }), 'Statement.Condition.Bool["a:b"]'],
  ['a variable for a boolean', condition({ Bool: { 'a:b': '${a:c}' } }), 'Statement.Condition.Bool["a:b"]'],
  [
    'a number that is none',
    condition({ NumericEquals: { 'a:b': '1e999' } }),
    'Statement.Condition.NumericEquals["a:b"]',
  ],
  ['a year alone', condition({ DateEquals: { 'a:b': '2026' } }), 'Statement.Condition.DateEquals["a:b"]'],
  ['a date that is none', condition({ DateEquals: { 'a:b': '2026-02-30' } }), 'Statement.Condition.DateEquals["a:b"]'],
  [
    'a time without zone',
    condition({ DateEquals: { 'a:b': '2026-02-01T00:00' } }),
    'Statement.Condition.DateEquals["a:b"]',
  ],
  ['an address that is none', condition({ IpAddress: { 'a:b': '1.2.3' } }), 'Statement.Condition.IpAddress["a:b"]'],
  [
    'a prefix that is too long',
    condition({ IpAddress: { 'a:b': '1.2.3.4/33' } }),
    'Statement.Condition.IpAddress["a:b"]',
  ],
  ['an ARN that is none', condition({ ArnLike: { 'a:b': '*' } }), 'Statement.Condition.ArnLike["a:b"]'],
  ['a Principal in an identity policy', { Statement: { ...statement, Principal: '*' } }, 'Statement.Principal'],
  ['no Principal in a resource policy', { Statement: statement }, 'Statement', 'resource'],
  [
    'NotPrincipal',
    { Statement: { ...statement, NotPrincipal: { AWS: '000000000000' } } },
    'Statement.NotPrincipal',
    'resource',
  ],
  ['a Federated principal', principal({ Federated: 'accounts.google.com' }), 'Statement.Principal', 'resource'],
  ['a principal that is text', principal('000000000000'), 'Statement.Principal', 'resource'],
  ['no principal', principal({}), 'Statement.Principal', 'resource'],
  [
    'part of a principal',
    principal({ AWS: 'arn:aws:iam::000000000000:role/*' }),
    'Statement.Principal.AWS',
    'resource',
  ],
  [
    'a variable in a principal',
    principal({ AWS: 'arn:aws:iam::000000000000:role/${aws:x}' }),
    'Statement.Principal.AWS',
    'resource',
  ],
  ['an account as a number', principal({ AWS: 123456789012 }), 'Statement.Principal.AWS', 'resource'],
  ['every service', principal({ Service: '*' }), 'Statement.Principal.Service', 'resource'],
];

it.each(refusals.map(([rule, ...rest]) => ({ rule, rest })))('refuses $rule', ({ rest: [document, path, kind] }) => {
  const error = errorOf(document, kind);
  expect(error).toBeInstanceOf(PolicyError);
  expect(error).toMatchObject({ path });
});

const accepted: readonly (readonly [string, unknown, PolicyKind?])[] = [
  ['one statement', { Statement: statement }],
  [
    'several statements',
    {
      Version: '2012-10-17',
      Id: 'x',
      Statement: [
        { ...statement, Sid: 'a' },
        { ...statement, Sid: 'b' },
      ],
    },
  ],
  ['elements that are undefined, as JSON leaves them out', { Statement: { ...statement, Condition: undefined } }],
  ['a boolean and a number for their text', condition({ Bool: { 'a:b': true }, NumericEquals: { 'a:b': [1, 2] } })],
  ['a tag key with a colon', condition({ StringEquals: { 'aws:PrincipalTag/vend:sub': 'c' } })],
  ['a resource that ends early with a star', resource('arn:aws:s3:*')],
  ['a trust policy without Resource', principal({ Service: 'lambda.amazonaws.com' }), 'resource'],
  ['the unique ID of a role that is gone', principal({ AWS: 'AROAEXAMPLEEXAMPLE123' }), 'resource'],
];

it.each(accepted.map(([rule, ...rest]) => ({ rule, rest })))('takes $rule', ({ rest: [document, kind] }) => {
  expect(errorOf(document, kind)).toBe('no error');
});

it('says where, what and what to do', () => {
  expect(errorOf(resource('arn:aws:iam::${aws:PrincipalAccount}:role/x'))).toMatchObject({
    message:
      'Statement.Resource: "arn:aws:iam::${aws:PrincipalAccount}:role/x" has a variable before the fifth colon, where IAM takes none. Write that part out.',
  });
});
