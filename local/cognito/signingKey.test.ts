import { generateKeyPairSync, sign } from 'node:crypto';
import { createSigningKey } from './signingKey.ts';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const parts = (jwt: string) => {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  return { header, payload, signature };
};

describe('signingKey', () => {
  it('reads what it signed', async () => {
    const key = await createSigningKey();
    expect(key.verify(key.sign({ sub: 'a', n: 1 }))).toEqual({ sub: 'a', n: 1 });
  });

  it('reads nothing else', async () => {
    const key = await createSigningKey();
    const { header, payload, signature } = parts(key.sign({ sub: 'a' }));
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const signedBy = (input: string) => sign('RSA-SHA256', Buffer.from(input), stranger).toString('base64url');
    const forged = {
      'another payload': `${header}.${encode({ sub: 'b' })}.${signature}`,
      'no signature': `${header}.${payload}.`,
      'two parts': `${header}.${payload}`,
      'four parts': `${header}.${payload}.${signature}.x`,
      'alg none': `${encode({ kid: key.jwk.kid, alg: 'none' })}.${payload}.`,
      'another key': `${header}.${payload}.${signedBy(`${header}.${payload}`)}`,
      empty: '',
    };
    for (const [why, jwt] of Object.entries(forged)) expect([why, key.verify(jwt)]).toEqual([why, undefined]);
  });
});
