import { devNull } from 'node:os';
import { changed, endpointEnvironment, exportLines, keysEnvironment } from './awsEnvironment.ts';

const credentials = {
  accessKeyId: 'ASIA',
  secretAccessKey: 'a/b+c',
  sessionToken: "x'; rm -rf $HOME `id` \\",
  expiration: new Date('2026-11-23T22:15:00Z'),
};
const local = { region: 'us-east-1', awsUrl: 'http://127.0.0.1:4566' };
const deployed = { region: 'eu-west-1' };

const foreign = {
  PATH: '/bin',
  AWS_PROFILE: 'admin',
  AWS_SECURITY_TOKEN: 'old',
  AWS_ROLE_ARN: 'arn:aws:iam::1:role/admin',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/f',
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/x',
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/t',
  AWS_ACCESS_KEY_ID: 'AKIAADMIN',
  AWS_SECRET_ACCESS_KEY: 'admin',
  AWS_ENDPOINT_URL: 'http://elsewhere',
  AWS_ENDPOINT_URL_S3: 'http://elsewhere',
  AWS_USE_FIPS_ENDPOINT: 'true',
  AWS_MAX_ATTEMPTS: '2',
};

it('quotes for the shell whatever the values hold', () => {
  expect(exportLines(keysEnvironment(credentials, local, {})).split('\n')).toEqual([
    'unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWS_SECURITY_TOKEN ' +
      'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN ' +
      'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
    "export AWS_ACCESS_KEY_ID='ASIA'",
    "export AWS_SECRET_ACCESS_KEY='a/b+c'",
    "export AWS_SESSION_TOKEN='x'\\''; rm -rf $HOME `id` \\'",
    "export AWS_CREDENTIAL_EXPIRATION='2026-11-23T22:15:00.000Z'",
    "export AWS_ENDPOINT_URL='http://127.0.0.1:4566'",
    "export AWS_REGION='us-east-1'",
    "export AWS_DEFAULT_REGION='us-east-1'",
    '',
  ]);
});

it('leaves nothing in the environment that would be used instead', () => {
  expect(changed(foreign, keysEnvironment(credentials, local, foreign))).toEqual({
    PATH: '/bin',
    AWS_MAX_ATTEMPTS: '2',
    AWS_ACCESS_KEY_ID: 'ASIA',
    AWS_SECRET_ACCESS_KEY: 'a/b+c',
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_CREDENTIAL_EXPIRATION: '2026-11-23T22:15:00.000Z',
    AWS_ENDPOINT_URL: local.awsUrl,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
  });
});

it('leaves the endpoints alone for a deployed service', () => {
  const { AWS_ENDPOINT_URL_S3, AWS_USE_FIPS_ENDPOINT, AWS_REGION } = changed(
    foreign,
    keysEnvironment(credentials, deployed, foreign),
  );
  expect({ AWS_ENDPOINT_URL_S3, AWS_USE_FIPS_ENDPOINT, AWS_REGION }).toEqual({
    AWS_ENDPOINT_URL_S3: 'http://elsewhere',
    AWS_USE_FIPS_ENDPOINT: 'true',
    AWS_REGION: 'eu-west-1',
  });
});

it('leads to an endpoint past keys in the environment and the files below ~/.aws', () => {
  const endpoint = { url: 'http://127.0.0.1:5000/credentials', authorization: 'token' };
  expect(changed(foreign, endpointEnvironment(endpoint, local, foreign))).toEqual({
    PATH: '/bin',
    AWS_MAX_ATTEMPTS: '2',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: endpoint.url,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'token',
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_CONFIG_FILE: devNull,
    AWS_ENDPOINT_URL: local.awsUrl,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
  });
});

it('knows names as Windows does, without regard to case', () => {
  const environment = changed({ Aws_Profile: 'admin', Path: 'x' }, keysEnvironment(credentials, deployed, {}));
  expect(environment).not.toHaveProperty('Aws_Profile');
  expect(environment['Path']).toBe('x');
});
