import { createAppSync } from './appsync.ts';
import { fixtureOptions, startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';
import { createTestKey, unsignedToken } from '../../test/testKey.ts';
import { accessClaims, idClaims, testClientId, testNow, testPool } from './testTokens.ts';
import type { TestKey } from '../../test/testKey.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

const statusOf = async (authorization: string | null): Promise<number> =>
  (await fixture.send({ authorization, body: { query: '{context}' } })).status;

const forgeries: [what: string, token: (key: TestKey) => string][] = [
  ['nothing', () => ''],
  ['alg none', () => unsignedToken('test-key', idClaims, 'none')],
  [
    'alg None with a signature of another token',
    (key) => unsignedToken('test-key', idClaims, 'None', key.token(idClaims).split('.')[2]),
  ],
  ['HS256 with the public key as its secret', (key) => key.hmacToken(idClaims)],
  ['alg ES256 over an RSA key', (key) => key.token(idClaims, { alg: 'ES256' })],
  ['another key with the same id', () => createTestKey('test-key').token(idClaims)],
  ['an unknown key', () => createTestKey('other').token(idClaims)],
  ['no key id', (key) => key.token(idClaims, { kid: undefined })],
  [
    'a key given by the token itself',
    () => {
      const own = createTestKey('own');
      return own.token(idClaims, { jwk: own.jwk });
    },
  ],
  [
    'claims changed after signing',
    (key) => {
      const [header, , signature] = key.token(idClaims).split('.');
      const claims = Buffer.from(JSON.stringify({ ...idClaims, sub: 'other' })).toString('base64url');
      return `${String(header)}.${claims}.${String(signature)}`;
    },
  ],
  ['expired a second ago', (key) => key.token({ ...idClaims, exp: testNow / 1000 - 1 })],
  ['expiring now', (key) => key.token({ ...idClaims, exp: testNow / 1000 })],
  ['no expiry', (key) => key.token({ ...idClaims, exp: undefined })],
  ['not valid yet', (key) => key.token({ ...idClaims, nbf: testNow / 1000 + 60 })],
  ['no issuer', (key) => key.token({ ...idClaims, iss: undefined })],
  ['another pool', (key) => key.token({ ...idClaims, iss: `${testPool.issuer}2` })],
  [
    'the form of our issuer that the API is not set up with',
    (key) => key.token({ ...idClaims, iss: testPool.issuer.replace('cognito-idp', 'issuer-cognito-idp') }),
  ],
  ['an issuer that begins like ours', (key) => key.token({ ...idClaims, iss: `${testPool.issuer}.example.com` })],
  ['another client', (key) => key.token({ ...idClaims, aud: 'other' })],
  ['a client whose id contains ours', (key) => key.token({ ...idClaims, aud: `x${testClientId}` })],
  ['a client id and more lines', (key) => key.token({ ...accessClaims, client_id: `other\n${testClientId}` })],
  ['several audiences, ours among them', (key) => key.token({ ...idClaims, aud: [testClientId, 'other'] })],
  [
    'an access token with our client in aud only',
    (key) => key.token({ ...accessClaims, client_id: 'other', aud: testClientId }),
  ],
  ['no client', (key) => key.token({ ...idClaims, aud: undefined })],
  ['another use', (key) => key.token({ ...idClaims, token_use: 'refresh' })],
  ['no use', (key) => key.token({ ...idClaims, token_use: undefined })],
  ['two tokens', (key) => `${key.token(idClaims)} ${key.token(idClaims)}`],
  ['Basic', () => 'Basic dXNlcjpwYXNzd29yZA=='],
];

describe('authentication', () => {
  it.each(forgeries)('refuses %s, and tells nothing of why', async (_, token) => {
    const before = fixture.invocations.length;
    const sent = token(fixture.key);
    const { status, headers, text } = await fixture.send({ authorization: sent, body: { query: '{context}' } });
    expect(status).toBe(401);
    expect(headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
    expect(text).toMatch(/"message":"(Valid authorization header not provided\.|Token has expired\.)"}]}$/);
    expect(fixture.invocations).toHaveLength(before);
  });

  it('refuses before it reads the body', async () => {
    expect((await fixture.send({ authorization: null, body: 'meow' })).status).toBe(401);
  });

  it.each(['', 'Bearer ', 'bearer '])('takes a good token after %j', async (scheme) => {
    expect(await statusOf(scheme + fixture.key.token(accessClaims))).toBe(200);
  });

  it.each([
    ['ID', idClaims],
    ['access', accessClaims],
  ])('gives the resolver the identity of an %s token', async (_, claims) => {
    const answer = await fixture.send({
      authorization: fixture.key.token(claims),
      headers: { 'x-forwarded-for': '203.0.113.7, 198.51.100.1', 'x-own': 'seen' },
      body: { query: '{c:context}' },
    });
    const context = JSON.parse((JSON.parse(answer.text) as { data: { c: string } }).data.c) as Record<string, unknown>;
    expect(context).toMatchObject({
      arguments: {},
      args: {},
      source: null,
      prev: null,
      stash: {},
      env: {},
      result: { a: 'from the function' },
      identity: {
        claims: { sub: idClaims['sub'] },
        defaultAuthStrategy: 'ALLOW',
        groups: ['members'],
        issuer: testPool.issuer,
        sourceIp: ['203.0.113.7', '198.51.100.1', '127.0.0.1'],
        sub: idClaims['sub'],
        username: 'member',
      },
      info: {
        fieldName: 'context',
        parentTypeName: 'Query',
        variables: {},
        selectionSetList: [],
        selectionSetGraphQL: '',
      },
      request: { domainName: null, headers: { 'x-own': 'seen', authorization: fixture.key.token(claims) } },
    });
    expect(context).not.toHaveProperty('error');
  });

  it('gives groups null to a user without groups', async () => {
    const { text } = await fixture.send({
      authorization: fixture.key.token({ ...idClaims, 'cognito:groups': undefined }),
      body: { query: '{context membersOnly}' },
    });
    expect(text).toContain('\\"groups\\":null');
    expect(text).toContain('Not Authorized to access membersOnly on type Query');
  });

  it.each(['', testClientId, `^${testClientId}`, `${testClientId}$`])(
    'refuses an API whose appIdClientRegex is %j',
    (appIdClientRegex) => {
      const options = fixtureOptions(fixture.key);
      expect(() => createAppSync({ ...options, api: { ...options.api, appIdClientRegex } })).toThrow(
        /appIdClientRegex/,
      );
    },
  );
});
