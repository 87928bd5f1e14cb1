/** Whose keys `vend --as federation` uses: AWS is asked only when the environment leaves no doubt. */
import { sampleAccessKey } from '../../../local/sts/sampleIamUser.ts';
import { iamUserKeys } from './iamUserKeys.ts';

const stack = { awsUrl: 'http://127.0.0.1:4566', region: 'us-east-1', iamUser: sampleAccessKey };
const own = { AWS_ACCESS_KEY_ID: 'AKIAOWNOWNOWNOWNWXYZ', AWS_SECRET_ACCESS_KEY: 'own-secret' };
const forAws = { ...own, AWS_REGION: 'eu-west-1' };

it('asks AWS with the keys of the environment when they are an IAM user’s and a Region is set', () => {
  expect(iamUserKeys(forAws, stack)).toEqual({
    where: 'AWS',
    told: expect.stringMatching(
      /^Asking AWS STS in eu-west-1, as the IAM user whose access key .* ends in WXYZ\./,
    ) as string,
    region: 'eu-west-1',
    endpoint: undefined,
    credentials: { accessKeyId: own.AWS_ACCESS_KEY_ID, secretAccessKey: own.AWS_SECRET_ACCESS_KEY },
  });
});

it.each([
  { what: 'there are none', environment: { AWS_REGION: 'eu-west-1' }, told: /developer\.$/ },
  {
    what: 'half of them is missing',
    environment: { ...forAws, AWS_SECRET_ACCESS_KEY: '' },
    told: /developer\.$/,
  },
  {
    what: 'they are the sample user’s',
    environment: { ...forAws, AWS_ACCESS_KEY_ID: sampleAccessKey.accessKeyId },
    told: /developer\.$/,
  },
  {
    what: 'they are a session’s',
    environment: { ...forAws, AWS_SESSION_TOKEN: 'own-token' },
    told: /left alone: AWS_SESSION_TOKEN is set, and a session may not call this/,
  },
  { what: 'no Region is set', environment: own, told: /left alone: AWS_REGION is not set\.$/ },
  {
    what: 'an endpoint is set',
    environment: { ...forAws, AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
    told: /left alone: AWS_ENDPOINT_URL is set, so they may not be meant for AWS\.$/,
  },
  {
    what: 'an endpoint of STS is set',
    environment: { ...forAws, AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:4566' },
    told: /left alone: AWS_ENDPOINT_URL_STS is set/,
  },
])('asks the local stack with the sample user’s keys when $what', ({ environment, told }) => {
  expect(iamUserKeys(environment, stack)).toEqual({
    where: 'local stack',
    told: expect.stringMatching(told) as string,
    region: 'us-east-1',
    endpoint: stack.awsUrl,
    credentials: sampleAccessKey,
  });
});

it('tells no secret', () => {
  const environments = [{}, own, forAws, { ...forAws, AWS_SESSION_TOKEN: 'own-token' }];
  const told = environments.map((environment) => iamUserKeys(environment, stack).told).join('\n');
  expect(told).not.toMatch(/own-secret|own-token|AKIAOWN/);
  expect(told).not.toContain(sampleAccessKey.secretAccessKey);
});

describe('for a user who is none of the local stack’s', () => {
  it('asks AWS, and says nothing of the local stack', () => {
    expect(iamUserKeys(forAws, undefined)).toMatchObject({
      where: 'AWS',
      told: expect.not.stringContaining('local') as string,
    });
  });

  it.each([
    { environment: {}, told: /^This calls AWS STS as an IAM user: set AWS_ACCESS_KEY_ID, .* and AWS_REGION\.$/ },
    { environment: own, told: /Those that are set are left alone: AWS_REGION is not set\.$/ },
    { environment: { ...forAws, AWS_SESSION_TOKEN: 'own-token' }, told: /left alone: AWS_SESSION_TOKEN is set/ },
  ])('refuses $environment', ({ environment, told }) => {
    expect(() => iamUserKeys(environment, undefined)).toThrow(told);
  });
});
