import { createResolve } from './cloudFormation.ts';

const resources = {
  Role: { Type: 'AWS::IAM::Role', Properties: {} },
  NamedRole: { Type: 'AWS::IAM::Role', Properties: { RoleName: { 'Fn::Sub': '${AWS::Region}-role' }, Path: '/a/' } },
  Bucket: { Type: 'AWS::S3::Bucket', Properties: {} },
  Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
};
const place = { partition: 'aws-cn', region: 'cn-north-1', account: '111122223333', prefix: 'service-dev' };
const resolve = createResolve(resources, place);

describe('createResolve', () => {
  it.each([
    { what: 'a Ref', value: { Ref: 'Role' }, to: 'service-dev-Role' },
    { what: 'a Ref to a pseudo parameter', value: { Ref: 'AWS::AccountId' }, to: '111122223333' },
    {
      what: 'a GetAtt with a list',
      value: { 'Fn::GetAtt': ['Role', 'Arn'] },
      to: 'arn:aws-cn:iam::111122223333:role/service-dev-Role',
    },
    { what: 'a GetAtt with a dot', value: { 'Fn::GetAtt': 'Bucket.Arn' }, to: 'arn:aws-cn:s3:::service-dev-bucket' },
    {
      what: 'a name that is a reference itself',
      value: { 'Fn::GetAtt': ['NamedRole', 'Arn'] },
      to: 'arn:aws-cn:iam::111122223333:role/a/cn-north-1-role',
    },
    {
      what: 'a Sub',
      value: { 'Fn::Sub': '^${Bucket}|${Bucket.Arn}$' },
      to: '^service-dev-bucket|arn:aws-cn:s3:::service-dev-bucket$',
    },
    {
      what: 'a literal variable in a Sub',
      value: { 'Fn::Sub': 'users/${!aws:PrincipalTag/vend:sub}/*' },
      to: 'users/${aws:PrincipalTag/vend:sub}/*',
    },
    { what: 'a Join', value: { 'Fn::Join': ['/', ['a', { Ref: 'Bucket' }]] }, to: 'a/service-dev-bucket' },
    { what: 'a Join with nothing between', value: { 'Fn::Join': ['', ['a', 'b']] }, to: 'ab' },
    { what: 'what holds none', value: [1, true, null, 'x', { a: [{}] }], to: [1, true, null, 'x', { a: [{}] }] },
    // A policy's Condition is no intrinsic function.
    { what: 'a policy', value: { Condition: { Bool: { a: 'b' } } }, to: { Condition: { Bool: { a: 'b' } } } },
  ])('resolves $what', ({ value, to }) => {
    expect(resolve(value, 'Here')).toEqual(to);
  });

  it.each([
    {
      what: 'a resource that is not there',
      value: { Ref: 'Rol' },
      message: 'Here.a.Ref names Rol, which the template does not hold',
    },
    {
      what: 'an inherited name',
      value: { Ref: 'constructor' },
      message: 'names constructor, which the template does not hold',
    },
    { what: 'a type of resource', value: { Ref: 'Queue' }, message: 'a reference to an AWS::SQS::Queue' },
    {
      what: 'an attribute',
      value: { 'Fn::GetAtt': ['Role', 'RoleId'] },
      message: 'Here.a.Fn::GetAtt: the attribute RoleId of Role',
    },
    {
      what: 'an inherited attribute',
      value: { 'Fn::GetAtt': ['Role', 'valueOf'] },
      message: 'the attribute valueOf of Role',
    },
    {
      what: 'a function',
      value: { 'Fn::ImportValue': 'x' },
      message: 'Here.a.Fn::ImportValue uses a function that is not known here',
    },
    {
      what: 'a Sub with variables of its own',
      value: { 'Fn::Sub': ['${x}', { x: 'y' }] },
      message: 'Here.a.Fn::Sub is not a text',
    },
    { what: 'a function beside other keys', value: { Ref: 'Role', b: 1 }, message: 'Here.a holds Ref and other keys' },
  ])('refuses $what that it does not know', ({ value, message }) => {
    expect(() => resolve({ a: value }, 'Here')).toThrow(message);
  });
});
