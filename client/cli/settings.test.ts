import { checkSettings, cognitoUrlOf } from './settings.ts';

const endpoint = 'https://abc.appsync-api.eu-west-1.amazonaws.com/graphql';

it.each([
  { endpoint, userPoolId: 'eu-west-1_AbCdEfGhI', clientId: '1example23456789' },
  { endpoint: 'http://127.0.0.1:4000/graphql', cognitoUrl: 'http://localhost:4566/' },
  { endpoint: 'http://[::1]:4000/graphql', region: 'us-gov-west-1' },
])('takes %j', (settings) => {
  expect(checkSettings(settings)).toBe(settings);
});

it.each([
  [{ endpoint: 'abc' }, '--endpoint is no URL: "abc".'],
  [{ endpoint: 'http://api.example/graphql' }, '--endpoint must begin with https://, or with http:// on this machine'],
  [{ endpoint: 'http://127.0.0.1.evil.example/' }, '--endpoint must begin with https://'],
  [{ endpoint: 'http://127.0.0.1@evil.example/' }, '--endpoint is no URL'],
  [{ endpoint: 'https://user:word@api.example/' }, '--endpoint is no URL'],
  [{ endpoint: 'file:///etc/passwd' }, '--endpoint must begin with https://'],
  [{ endpoint, cognitoUrl: 'http://cognito.example/' }, '--cognito-url must begin with https://'],
  [{ endpoint, userPoolId: 'AbCdEfGhI' }, '--user-pool-id is like us-east-1_AbCdEfGhI, not "AbCdEfGhI".'],
  [{ endpoint, userPoolId: 'evil.example/us-east-1_A' }, '--user-pool-id is like'],
  [{ endpoint, clientId: 'a b' }, '--client-id is letters and digits'],
  [{ endpoint, region: 'evil.example/' }, '--region is like us-east-1'],
])('refuses %j', (settings, told) => {
  expect(() => checkSettings(settings)).toThrow(told);
});

it.each([
  [{ endpoint, userPoolId: 'eu-west-1_A' }, 'https://cognito-idp.eu-west-1.amazonaws.com/'],
  [{ endpoint, userPoolId: 'cn-north-1_A' }, 'https://cognito-idp.cn-north-1.amazonaws.com.cn/'],
  [{ endpoint, userPoolId: 'eu-west-1_A', region: 'us-east-1' }, 'https://cognito-idp.us-east-1.amazonaws.com/'],
  [{ endpoint, userPoolId: 'eu-west-1_A', cognitoUrl: 'http://127.0.0.1:1/' }, 'http://127.0.0.1:1/'],
])('%j: Cognito is at %s', (settings, url) => {
  expect(cognitoUrlOf(settings)).toBe(url);
});
