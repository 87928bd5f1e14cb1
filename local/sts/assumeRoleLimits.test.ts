/** Every limit of AssumeRole's parameters, in AWS's own words, as the real SDK sees them. */
import { invalid, long, refuse, roleArn, sharedSts, tags, valueError, vend } from './fixture.ts';
import type { Refused } from './fixture.ts';

const vendRole = vend.RoleArn;
const chained = 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.';
const noMfa = 'The local STS does not support MFA: leave SerialNumber and TokenCode out.';
const missing = (at: string) => valueError(at, 'null', 'not be null');
const refused: Refused[] = [
  { why: 'no role', input: { RoleArn: undefined }, message: missing('roleArn') },
  { why: 'no session name', input: { RoleSessionName: undefined }, message: missing('roleSessionName') },
  invalid(
    'a role ARN of 19 characters',
    { RoleArn: 'arn:aws:iam::1:role' },
    'roleArn',
    "'arn:aws:iam::1:role'",
    'have length greater than or equal to 20',
  ),
  {
    why: 'a role ARN of 2,049 characters',
    input: { RoleArn: vendRole.padEnd(2049, 'a') },
    message: /at 'roleArn' failed to satisfy constraint: Member must have length less than or equal to 2048$/,
  },
  { why: 'what is no ARN', input: { RoleArn: 'nothing-valid-in-here' }, message: 'nothing-valid-in-here is invalid' },
  {
    why: 'an ARN without a resource',
    input: { RoleArn: 'arn:a:a::aaaaaaaaaa:' },
    message: 'arn:a:a::aaaaaaaaaa: is invalid',
  },
  invalid(
    'a session name of 1 character',
    { RoleSessionName: 'a' },
    'roleSessionName',
    "'a'",
    'have length greater than or equal to 2',
  ),
  invalid(
    'a session name of 65 characters',
    { RoleSessionName: long(65) },
    'roleSessionName',
    `'${long(65)}'`,
    'have length less than or equal to 64',
  ),
  invalid(
    'a session name with a colon',
    { RoleSessionName: 'Session1:2' },
    'roleSessionName',
    "'Session1:2'",
    String.raw`satisfy regular expression pattern: [\w+=,.@-]*`,
  ),
  invalid(
    'a session name that ends in a newline',
    { RoleSessionName: 'ab\n' },
    'roleSessionName',
    "'ab\n'",
    String.raw`satisfy regular expression pattern: [\w+=,.@-]*`,
  ),
  {
    why: 'two faults, both told',
    input: { RoleSessionName: 'a', SourceIdentity: '**' },
    message: /^2 validation errors detected: Value 'a' at 'roleSessionName' .*; Value '\*\*' at 'sourceIdentity' /,
    status: 400,
  },
  invalid(
    'a source identity of 1 character',
    { SourceIdentity: 'a' },
    'sourceIdentity',
    "'a'",
    'have length greater than or equal to 2',
  ),
  invalid(
    'a source identity of 65 characters',
    { SourceIdentity: long(65) },
    'sourceIdentity',
    `'${long(65)}'`,
    'have length less than or equal to 64',
  ),
  invalid(
    'a source identity that begins with aws:',
    { SourceIdentity: 'aws:me' },
    'sourceIdentity',
    "'aws:me'",
    String.raw`satisfy regular expression pattern: [\w+=,.@-]*`,
  ),
  invalid(
    '899 seconds',
    { DurationSeconds: 899 },
    'durationSeconds',
    "'899'",
    'have value greater than or equal to 900',
  ),
  invalid(
    '43,201 seconds',
    { DurationSeconds: 43_201 },
    'durationSeconds',
    "'43201'",
    'have value less than or equal to 43200',
  ),
  {
    why: 'more seconds than the role allows',
    input: { DurationSeconds: 3601 },
    message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  },
  {
    why: 'more than an hour from a role session',
    input: { RoleArn: roleArn('PatientRole'), DurationSeconds: 3601 },
    message: chained,
  },
  {
    why: 'a policy of 2,049 characters',
    input: { Policy: vend.Policy.padEnd(2049) },
    message: /at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048$/,
  },
  { why: 'an empty policy', input: { Policy: '' }, message: /^2 validation errors detected: Value '' at 'policy' / },
  {
    why: 'a policy with a character above U+00FF',
    input: { Policy: '{"Version":"Ā"}' },
    message: valueError(
      'policy',
      '\'{"Version":"Ā"}\'',
      String.raw`satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+`,
    ),
  },
  invalid(
    'an external id of 1 character',
    { ExternalId: 'a' },
    'externalId',
    "'a'",
    'have length greater than or equal to 2',
  ),
  invalid(
    'an external id of 1,225 characters',
    { ExternalId: long(1225) },
    'externalId',
    `'${long(1225)}'`,
    'have length less than or equal to 1224',
  ),
  invalid(
    '11 policy ARNs',
    { PolicyArns: Array.from({ length: 11 }, () => ({ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })) },
    'policyArns',
    "'[11 members]'",
    'have length less than or equal to 10',
  ),
  {
    why: 'a managed policy, clearly',
    input: { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] },
    code: 'NotImplemented',
    status: 501,
    message:
      'The local STS does not support managed policies: leave PolicyArns out and pass the permissions in Policy.',
  },
  { why: 'MFA, clearly', input: { SerialNumber: 'GAHT12345678' }, code: 'NotImplemented', status: 501, message: noMfa },
  { why: 'an MFA code, clearly', input: { TokenCode: '123456' }, code: 'NotImplemented', status: 501, message: noMfa },
  {
    why: 'a trusted context, clearly',
    input: { ProvidedContexts: [{ ProviderArn: vendRole, ContextAssertion: 'abcd' }] },
    code: 'NotImplemented',
    status: 501,
    message: 'The local STS does not support trusted contexts: leave ProvidedContexts out.',
  },
  invalid(
    'a minimum token size of 4,097 bytes',
    { MinimumSessionTokenSize: 4097 },
    'minimumSessionTokenSize',
    "'4097'",
    'have value less than or equal to 4096',
  ),
  {
    why: 'policy and tags that do not fit into a token together',
    input: {
      Policy: vend.Policy.padEnd(2048),
      Tags: [{ Key: 'vend:sub', Value: long(256) }, ...tags(2, long(256))],
      RoleArn: roleArn('PatientRole'),
    },
    code: 'PackedPolicyTooLargeException',
    message: /^The session token is \d{4} bytes, more than the allowed 4096 bytes\./,
  },
  {
    why: 'a malformed policy',
    input: { Policy: '{' },
    code: 'MalformedPolicyDocumentException',
    message: 'This policy contains invalid Json',
  },
];

const local = sharedSts();

it.each(refused)('AssumeRole refuses $why', async (row) => {
  const { received, expected } = await refuse(local.lambda, row);
  expect(received).toEqual(expected);
});
