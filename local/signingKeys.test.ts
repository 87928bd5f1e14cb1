/** Signing keys are those of their own scope, and each is derived once for as long as it is remembered. */
import fc from 'fast-check';
import { runs } from '../test/runs.ts';
import { signingKey } from './signRequest.ts';
import { signingKeys } from './signingKeys.ts';

const scopes = fc.record({
  date: fc.constantFrom('20300102', '20300103'),
  region: fc.constantFrom('us-east-1', 'eu-central-1', 'us-east'),
  service: fc.constantFrom('s3', 'dynamodb', 'sts'),
});

it('they are what the secret gives, in whatever order they are asked for', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(scopes, { maxLength: 40 }), (secret, asked) => {
      const keyOf = signingKeys(secret);
      for (const scope of asked) expect(keyOf(scope)).toEqual(signingKey(secret, scope));
    }),
    runs(100),
  );
});

it('the same scope has the same key', () => {
  const keyOf = signingKeys('secret');
  const scope = { date: '20300102', region: 'us-east-1', service: 's3' };
  expect(keyOf({ ...scope })).toBe(keyOf({ ...scope }));
});
