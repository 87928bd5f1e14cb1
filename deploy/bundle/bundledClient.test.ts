/** The client of STS as it is bundled sends what the SDK's sends, and understands answers as it does. */
import { jest } from '@jest/globals';
import * as sdk from '@aws-sdk/client-sts';
import fc from 'fast-check';
import { runs, timeFor } from '../../test/runs.ts';
import { bundledSdk, type StsModule } from './bundledSdk.ts';
import { resolveRuntimeExtensions } from './standIns/noExtensions.js';

jest.setTimeout(timeFor(60_000));

type Answer = readonly [statusCode: number, body: string];

let bundled: StsModule;
beforeAll(async () => {
  bundled = await bundledSdk();
});

// They differ from one call to the next, or say less of the features in use.
const NOT_COMPARED = new Set([
  'authorization',
  'x-amz-date',
  'amz-sdk-invocation-id',
  'user-agent',
  'x-amz-user-agent',
]);

interface Sent {
  readonly headers: Record<string, string>;
}
const call = async (of: StsModule, command: (of: StsModule) => sdk.AssumeRoleCommand, [statusCode, body]: Answer) => {
  let sent: Sent | undefined;
  const client = new of.STSClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'key' },
    maxAttempts: 1,
    requestHandler: {
      handle: (request: Sent) => {
        sent = request;
        const response = { statusCode, headers: { 'x-amzn-requestid': 'r' }, body: Buffer.from(body) };
        return Promise.resolve({ response });
      },
    } as never,
  });
  const answered = await client.send(command(of)).catch((error: unknown) => {
    const { name, message, $fault, $metadata, Code, Type } = error as sdk.STSServiceException & Record<string, unknown>;
    return { name, message, $fault, $metadata, Code, Type };
  });
  const headers = Object.entries(sent?.headers ?? {}).filter(([name]) => !NOT_COMPARED.has(name.toLowerCase()));
  expect(sent?.headers['authorization']).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIA\/\d{8}\/eu-central-1\/sts\/aws4_request, /,
  );
  return { sent: { ...sent, headers: Object.fromEntries(headers) }, answered };
};

const compare = async (command: (of: StsModule) => sdk.AssumeRoleCommand, answer: Answer) => {
  const [ours, theirs] = [await call(bundled, command, answer), await call(sdk, command, answer)];
  expect(JSON.parse(JSON.stringify(ours))).toEqual(JSON.parse(JSON.stringify(theirs)));
  expect(ours.answered).toEqual(theirs.answered);
  return ours;
};

const assumeRole = (of: StsModule) =>
  new of.AssumeRoleCommand({ RoleArn: 'arn:aws:iam::1:role/v', RoleSessionName: 's' });

const SUCCESS = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
  <Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>a/b+c=</SecretAccessKey><SessionToken>t&amp;&#x41;==</SessionToken>
  <Expiration>2026-11-25T15:04:05Z</Expiration></Credentials>
  <AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:aws:sts::1:assumed-role/v/s</Arn></AssumedRoleUser>
  <PackedPolicySize>7</PackedPolicySize><SourceIdentity>123</SourceIdentity><SessionTokenSize>1,024</SessionTokenSize>
  </AssumeRoleResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>`;

it('sends every AssumeRole alike', async () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom("!'()*", 'ü~ %&+=/', '{"Version":"2012-10-17"}'),
  );
  const few = { maxLength: 3 };
  const request = fc.record(
    {
      Policy: text,
      DurationSeconds: fc.integer(),
      PolicyArns: fc.array(fc.record({ arn: text }, { requiredKeys: [] }), few),
      Tags: fc.array(fc.record({ Key: text, Value: text }), few),
      TransitiveTagKeys: fc.array(text, few),
      ExternalId: text,
      SourceIdentity: text,
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(request, async (given) => {
      await compare(
        (of) => new of.AssumeRoleCommand({ RoleArn: 'arn:aws:iam::1:role/v', RoleSessionName: 's', ...given }),
        [200, SUCCESS],
      );
    }),
    runs(60),
  );
});

it('reads credentials alike', async () => {
  const { answered } = await compare(assumeRole, [200, SUCCESS]);
  expect(answered).toMatchObject({
    Credentials: { SessionToken: 't&A==', Expiration: new Date('2026-11-25T15:04:05Z') },
    SourceIdentity: '123',
    PackedPolicySize: 7,
  });
});

it('sends and reads GetCallerIdentity alike', async () => {
  const body = `<R><GetCallerIdentityResult><Arn>arn</Arn><UserId>u</UserId><Account>012345678901</Account></GetCallerIdentityResult></R>`;
  const { answered } = await compare((of) => new of.GetCallerIdentityCommand({}) as never, [200, body]);
  expect(answered).toMatchObject({ Account: '012345678901' });
});

describe('answers that are not the wanted ones', () => {
  const error = (code: string, message = 'No <1,234%>') =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message.replaceAll('<', '&lt;')}</Message></Error></ErrorResponse>`;

  it.each([
    [400, error('PackedPolicyTooLarge'), 'PackedPolicyTooLargeException'],
    [400, error('MalformedPolicyDocument'), 'MalformedPolicyDocumentException'],
    [400, error('ExpiredTokenException'), 'ExpiredTokenException'],
    [403, error('RegionDisabledException'), 'RegionDisabledException'],
    [400, error('InvalidContextAssertion'), 'InvalidContextAssertionException'],
    [403, error('AccessDenied'), 'AccessDenied'],
    [403, error('ExpiredToken'), 'ExpiredToken'],
    [400, error('Throttling'), 'Throttling'],
    [400, error('ValidationError', ''), 'ValidationError'],
    [503, error('ServiceUnavailable'), 'ServiceUnavailable'],
    [404, '', 'NotFound'],
    [500, '', 'Unknown'],
    [502, '<html><body>Bad gateway</body></html>', 'Unknown'],
    [500, 'no XML', expect.any(String)],
    [200, SUCCESS.replace('2026-11-25T15:04:05Z', 'tomorrow'), 'TypeError'],
  ] as const)('%d %s is %s', async (statusCode, body, name) => {
    const [ours, theirs] = [
      await call(bundled, assumeRole, [statusCode, body]),
      await call(sdk, assumeRole, [statusCode, body]),
    ];
    expect(ours.answered).toMatchObject({ name });
    // A date that is none is named in other words.
    expect({ ...ours.answered, ...(name === 'TypeError' && { message: '' }) }).toEqual({
      ...theirs.answered,
      ...(name === 'TypeError' && { message: '' }),
    });
  });
});

it.each([{ logger: console }, { extensions: [{ configure: () => undefined }] }])(
  'refuses a client with %j aloud',
  (settings) => {
    expect(() => new bundled.STSClient(settings)).toThrow('deploy/bundle/standIns.js');
  },
);

it("tells the HTTP handler the default of its socket's timeout", () => {
  const told: unknown[] = [];
  const updateHttpClientConfig = (...given: unknown[]) => told.push(given);
  resolveRuntimeExtensions({ defaultSocketTimeout: 5, requestHandler: { updateHttpClientConfig } }, []);
  expect(told).toEqual([[Symbol.for('@smithy/defaultSocketTimeout'), 5]]);
});
