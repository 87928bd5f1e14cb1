/** Every limit of GetFederationToken, in AWS's own words, as the real SDK sees them. */
import { GetFederationTokenCommand } from '@aws-sdk/client-sts';
import type { GetFederationTokenCommandInput, STSClient } from '@aws-sdk/client-sts';
import { account, long, refusal, startSts, tags, userArn, valueError, vend } from './fixture.ts';
import type { StsServer } from './fixture.ts';

const federated = (name: string) => `arn:aws:sts::${account}:federated-user/${name}`;

let server: StsServer;
let client: STSClient;
beforeAll(async () => {
  server = await startSts();
  client = server.developer();
});
afterAll(() => server.close());

const federate = (fields: Partial<GetFederationTokenCommandInput>) =>
  client.send(new GetFederationTokenCommand({ Name: 'fed1', Policy: vend.Policy, Tags: vend.Tags, ...fields }));

describe('GetFederationToken refuses', () => {
  const error = (at: string, value: string, constraint: string) => valueError(at, `'${value}'`, constraint);
  const least = (length: number) => `have length greater than or equal to ${String(length)}`;
  const most = (length: number) => `have length less than or equal to ${String(length)}`;
  const named = String.raw`satisfy regular expression pattern: [\w+=,.@-]*`;
  const denied = (action: string, arn: string) => ({
    code: 'AccessDenied',
    status: 403,
    message: `User: ${userArn} is not authorized to perform: ${action} on resource: ${arn}`,
  });
  const rows: {
    why: string;
    fields: Partial<GetFederationTokenCommandInput>;
    message: string | RegExp;
    code?: string;
    status?: number;
  }[] = [
    { why: 'no name', fields: { Name: undefined }, message: valueError('name', 'null', 'not be null') },
    { why: 'a name of 1 character', fields: { Name: 'f' }, message: error('name', 'f', least(2)) },
    { why: 'a name of 33', fields: { Name: `fed${long(30)}` }, message: error('name', `fed${long(30)}`, most(32)) },
    { why: 'a name with a space', fields: { Name: 'fed x' }, message: error('name', 'fed x', named) },
    { why: 'a name with a star', fields: { Name: 'fed*' }, message: error('name', 'fed*', named) },
    { why: 'a name with a newline', fields: { Name: 'fed\n' }, message: error('name', 'fed\n', named) },
    {
      why: '899 seconds',
      fields: { DurationSeconds: 899 },
      message: error('durationSeconds', '899', 'have value greater than or equal to 900'),
    },
    {
      why: '129,601 seconds',
      fields: { DurationSeconds: 129_601 },
      message: error('durationSeconds', '129601', 'have value less than or equal to 129600'),
    },
    {
      why: 'a policy of 2,049 characters',
      fields: { Policy: vend.Policy.padEnd(2049) },
      message: /at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048$/,
    },
    { why: 'an empty policy', fields: { Policy: '' }, message: /^2 validation errors detected: Value '' at 'policy' / },
    {
      why: 'a malformed policy',
      fields: { Policy: '{' },
      code: 'MalformedPolicyDocumentException',
      message: 'This policy contains invalid Json',
    },
    { why: '51 tags', fields: { Tags: tags(51) }, message: error('tags', '[51 members]', most(50)) },
    {
      why: 'a tag value with a star',
      fields: { Tags: [{ Key: 'vend:sub', Value: '*' }] },
      message: /at 'tags\.1\.member\.value' failed to satisfy constraint/,
    },
    {
      why: 'tag keys that differ by case only',
      fields: { Tags: [...vend.Tags, { Key: 'VEND:sub', Value: 'x' }] },
      code: 'InvalidParameterValue',
      message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    },
    {
      why: 'policy and tags that do not fit into a token together',
      fields: {
        Policy: vend.Policy.padEnd(2048),
        Tags: [
          { Key: 'vend:sub', Value: 'é'.repeat(256) },
          { Key: 'vend:tenant', Value: 'é'.repeat(256) },
        ],
      },
      code: 'PackedPolicyTooLargeException',
      message: /^The session token is \d{4} bytes, more than the allowed 4096 bytes\./,
    },
    {
      why: 'a managed policy, clearly',
      fields: { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] },
      code: 'NotImplemented',
      status: 501,
      message:
        'The local STS does not support managed policies: leave PolicyArns out and pass the permissions in Policy.',
    },
    {
      why: 'a minimum token size of 4,097 bytes',
      fields: { MinimumSessionTokenSize: 4097 },
      message: error('minimumSessionTokenSize', '4097', 'have value less than or equal to 4096'),
    },
    {
      why: 'a name that the user may not federate',
      fields: { Name: 'other' },
      ...denied('sts:GetFederationToken', federated('other')),
    },
    {
      why: 'a tag that the user may not pass',
      fields: { Tags: [{ Key: 'admin', Value: 'yes' }] },
      ...denied('sts:TagSession', federated('fed1')),
    },
  ];
  it.each(rows)('$why', async ({ fields, message, code = 'ValidationError', status = 400 }) => {
    expect(await refusal(federate(fields))).toEqual({
      code,
      status,
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    });
  });
});
