/** The client of STS as it is bundled tries again, waits, corrects its clock and finds its endpoint as the SDK's does. */
import { jest } from '@jest/globals';
import * as sdk from '@aws-sdk/client-sts';
import { timeFor } from '../../test/runs.ts';
import { bundledSdk, type StsModule } from './bundledSdk.ts';

jest.setTimeout(timeFor(60_000));

let bundled: StsModule;
beforeAll(async () => {
  bundled = await bundledSdk();
});

const environment = { ...process.env };
beforeEach(() => {
  // As Lambda has it, and nobody's own settings.
  const settings = { HOME: '/nowhere', USERPROFILE: '/nowhere', AWS_REGION: 'eu-central-1' };
  const credentials = { AWS_ACCESS_KEY_ID: 'ASIA', AWS_SECRET_ACCESS_KEY: 'key', AWS_SESSION_TOKEN: 'token' };
  const own = Object.entries(environment).filter(([name]) => !/^AWS_(?!SDK_JS_)/.test(name));
  process.env = { ...Object.fromEntries(own), ...settings, ...credentials };
});
afterEach(() => {
  process.env = environment;
  jest.restoreAllMocks();
});

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}
interface Request {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const VENDED: Answer = {
  status: 200,
  body: `<R><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-11-25T15:04:05Z</Expiration></Credentials></AssumeRoleResult></R>`,
};
const refused = (status: number, code: string, headers = {}): Answer => ({
  status,
  headers,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});
const broken = (fields: object) => Object.assign(new Error('broken'), fields);

/** What a client sends in how many tries, and what comes of it, when these are the answers in turn; the last for all that follow. */
const attempt = async (of: StsModule, answers: readonly (Answer | Error)[], settings: sdk.STSClientConfig = {}) => {
  const sent: Request[] = [];
  const handle = (request: Request) => {
    // The headers of the next try are written into the same object.
    sent.push({ ...request, headers: { ...request.headers } });
    const answer = answers[sent.length - 1] ?? answers.at(-1);
    if (answer === undefined || answer instanceof Error) return Promise.reject(answer ?? broken({}));
    const { status, headers = {}, body } = answer;
    return Promise.resolve({ response: { statusCode: status, headers, body: Buffer.from(body) } });
  };
  const client = new of.STSClient({ maxAttempts: 3, requestHandler: { handle } as never, ...settings });
  const command = new of.AssumeRoleCommand({ RoleArn: 'arn:aws:iam::1:role/v', RoleSessionName: 's' });
  const came = await client.send(command).then(
    ({ Credentials, $metadata }) => ({ key: Credentials?.AccessKeyId, $metadata }),
    (error: unknown) => {
      const { name, $metadata } = error as sdk.STSServiceException;
      return { name, $metadata };
    },
  );
  const tries = sent.map(({ protocol, hostname, port, path, headers }) => ({
    at: `${protocol}//${hostname}:${String(port)}${path}`,
    try: headers['amz-sdk-request'],
    signedFor: headers['authorization']?.match(/\/[\w-]+\/sts\/aws4_request/)?.[0],
    token: headers['x-amz-security-token'],
    trace: headers['X-Amzn-Trace-Id'],
  }));
  return { tries, came, times: sent.map(({ headers }) => headers['x-amz-date'] ?? '') };
};

/** Holds ours equal to theirs. */
const compared = async (answers: readonly (Answer | Error)[], settings?: sdk.STSClientConfig) => {
  const [ours, theirs] = [await attempt(bundled, answers, settings), await attempt(sdk, answers, settings)];
  expect({ ...ours, times: [] }).toEqual({ ...theirs, times: [] });
  return ours;
};
const random = (value: number) => jest.spyOn(Math, 'random').mockReturnValue(value);

it.each([
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'].map((code) => broken({ code })),
  broken({ name: 'TimeoutError' }),
  ...[500, 502, 503, 504].map((status) => refused(status, 'InternalFailure')),
  ...['Throttling', 'ThrottlingException', 'RequestLimitExceeded', 'SlowDown'].map((code) => refused(400, code)),
  refused(429, 'Anything'),
])('tries again after %j', async (failure) => {
  random(0.01);
  const { tries, came } = await compared([failure, VENDED]);
  expect([tries.length, came]).toMatchObject([2, { key: 'ASIA' }]);
  expect((await compared([failure])).tries).toHaveLength(3);
});

it.each([
  ...['AccessDenied', 'ExpiredToken', 'InvalidClientTokenId', 'SignatureDoesNotMatch'].map((code) =>
    refused(403, code),
  ),
  ...['MalformedPolicyDocument', 'PackedPolicyTooLarge', 'ValidationError'].map((code) => refused(400, code)),
  broken({ name: 'AbortError' }),
  { ...VENDED, body: 'no XML' },
])('tries once, answered %j', async (failure) => {
  expect((await compared([failure, VENDED])).tries).toHaveLength(1);
});

it('waits at random up to a bound that doubles, longer when STS is busy', async () => {
  const waited = async (value: number, failure: Answer) => {
    random(value);
    return (await compared([failure])).came.$metadata.totalRetryDelay ?? NaN;
  };
  const busy = refused(400, 'Throttling');
  expect(await waited(0.02, busy)).toBe(2 * (await waited(0.01, busy)));
  expect(await waited(0.01, busy)).toBeGreaterThan(await waited(0.01, refused(500, 'InternalFailure')));
});

it.each([{ 'x-amz-retry-after': '100' }, { 'Retry-After': '0.1' }])(
  'waits as long as STS says: %j',
  async (headers) => {
    random(0);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const { came } = await compared([refused(503, 'ServiceUnavailable', headers), VENDED]);
    expect(came.$metadata.totalRetryDelay).toBe(100);
  },
);

it('signs for the time that STS has when its own clock is wrong', async () => {
  random(0);
  const HOUR = 3_600_000;
  const late = refused(403, 'SignatureDoesNotMatch', { date: new Date(Date.now() + HOUR).toUTCString() });
  const { times, came } = await compared([late, VENDED]);
  expect(came).toMatchObject({ key: 'ASIA' });
  const [before = NaN, after = NaN] = times.map((time) =>
    Date.parse(time.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5')),
  );
  expect(Math.abs(after - before - HOUR)).toBeLessThan(60_000);
});

it('hands on the trace of the invocation, from the environment or from the store of the Lambda runtime', async () => {
  Object.assign(process.env, { AWS_LAMBDA_FUNCTION_NAME: 'vend', _X_AMZN_TRACE_ID: 'Root=1-a-b' });
  expect((await compared([VENDED])).tries).toMatchObject([{ trace: 'Root=1-a-b' }]);
  const lambda = globalThis as { awslambda?: unknown };
  lambda.awslambda = { InvokeStore: { getXRayTraceId: () => 'Root=1-c-d' } };
  const { tries } = await attempt(bundled, [VENDED]);
  delete lambda.awslambda;
  expect(tries).toMatchObject([{ trace: 'Root=1-c-d' }]);
});

describe('the endpoint', () => {
  const FIPS = { AWS_USE_FIPS_ENDPOINT: 'true' };
  const DUAL_STACK = { AWS_USE_DUALSTACK_ENDPOINT: 'true' };

  it.each([
    ['eu-central-1', {}, 'sts.eu-central-1.amazonaws.com'],
    ['us-east-1', {}, 'sts.us-east-1.amazonaws.com'],
    ['us-east-1', { AWS_STS_REGIONAL_ENDPOINTS: 'legacy' }, 'sts.us-east-1.amazonaws.com'],
    ['us-east-1', FIPS, 'sts-fips.us-east-1.amazonaws.com'],
    ['us-west-2', DUAL_STACK, 'sts.us-west-2.api.aws'],
    ['us-west-2', { ...FIPS, ...DUAL_STACK }, 'sts-fips.us-west-2.api.aws'],
    ['cn-north-1', {}, 'sts.cn-north-1.amazonaws.com.cn'],
    ['cn-northwest-1', DUAL_STACK, 'sts.cn-northwest-1.api.amazonwebservices.com.cn'],
    ['us-gov-west-1', {}, 'sts.us-gov-west-1.amazonaws.com'],
    ['us-gov-east-1', FIPS, 'sts.us-gov-east-1.amazonaws.com'],
    ['eusc-de-east-1', {}, 'sts.eusc-de-east-1.amazonaws.eu'],
    // Regions that no SDK knows yet.
    ['eu-south-9', {}, 'sts.eu-south-9.amazonaws.com'],
    ['cn-new-9', {}, 'sts.cn-new-9.amazonaws.com.cn'],
    ['us-gov-new-9', {}, 'sts.us-gov-new-9.amazonaws.com'],
  ])('of %s with %j is %s', async (region, settings, hostname) => {
    Object.assign(process.env, { AWS_REGION: region, ...settings });
    const { tries } = await compared([VENDED]);
    expect(tries).toMatchObject([
      { at: `https://${hostname}:undefined/`, signedFor: `/${region}/sts/aws4_request`, token: 'token' },
    ]);
  });

  it.each([
    { AWS_ENDPOINT_URL_STS: 'https://vpce-1.sts.eu-central-1.vpce.amazonaws.com' },
    { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
    { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    { AWS_REGION: 'not a region' },
    { AWS_REGION: 'a.example/' },
  ])('is found from the environment alike: %j', async (settings) => {
    Object.assign(process.env, settings);
    await compared([VENDED]);
  });
});
