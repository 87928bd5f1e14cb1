/** Policies of form uploads that are none. */
import { checkPostPolicy } from './postPolicy.ts';

const expiration = '2030-01-02T03:05:05Z';
it.each<[what: string, policy: unknown]>([
  ['is no JSON', '{'],
  ['is not UTF-8', '\udcff'],
  ['is a list', []],
  ['is null', null],
  ['does not expire', { conditions: [] }],
  ['expires at no time', { expiration: 'soon', conditions: [] }],
  ['expires at a day', { expiration: '2030-01-02', conditions: [] }],
  ['has no conditions', { expiration }],
  ['has a condition that is none', { expiration, conditions: [1] }],
  ['has a condition of two', { expiration, conditions: [['eq', '$key']] }],
  ['has an operator of its own', { expiration, conditions: [['ends-with', '$key', 'a']] }],
  ['has a field without $', { expiration, conditions: [['eq', 'key', 'a']] }],
  ['has a value that is no string', { expiration, conditions: [{ key: 1 }] }],
  ['has a length that is none', { expiration, conditions: [['content-length-range', -1, 5]] }],
])('refuses a policy that %s', (_what, policy) => {
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
  expect(() => checkPostPolicy(Buffer.from(text).toString('base64'), new Map(), 0)).toThrow(
    expect.objectContaining({ code: 'InvalidPolicyDocument', status: 400 }),
  );
});

it('gives the lengths, of numbers and of numbers in strings', () => {
  const conditions = [
    ['content-length-range', 1, 2],
    ['Content-Length-Range', '3', '4'],
  ];
  const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
  expect(checkPostPolicy(policy, new Map(), 0)).toEqual([
    { min: 1, max: 2 },
    { min: 3, max: 4 },
  ]);
});
