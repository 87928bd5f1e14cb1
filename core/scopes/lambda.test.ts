import { under } from '../../test/scopes/asking.ts';
import { refusalOf } from '../../test/refusal.ts';

const { statements, allows } = under('lambda', { whole: true, access: ['INVOKE', 'INVOKE_URL'] });
const quote = 'arn:aws:lambda:eu-central-1:123456789012:function:quote';
const invoke = (resource: string) => ({ action: 'lambda:InvokeFunction', resource });

it.each([
  ['the function alone', quote, true],
  ['an alias', `${quote}:live`, true],
  ['the newest version', `${quote}:$LATEST`, true],
  ['another function', `${quote}2`, false],
  ['an alias of another function', `${quote}2:live`, false],
])('gives with all of a function %s: %s', (_, resource, expected) => {
  expect(allows(invoke(resource), { access: ['INVOKE'] })).toBe(expected);
});

it('gives with one qualifier neither the function alone nor another', () => {
  const ask = { qualifier: '7', access: ['INVOKE'] };
  expect([`${quote}:7`, quote, `${quote}:70`, `${quote}:$LATEST`].map((arn) => allows(invoke(arn), ask))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

it('needs no more than INVOKE for a call by way of the URL, where both are vended', () => {
  expect(statements({ qualifier: '7', access: ['INVOKE', 'INVOKE_URL'] })).toEqual([
    { Effect: 'Allow', Action: ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'], Resource: `${quote}:7` },
  ]);
});

it.each(['$LATEST', '*', 'a:b', 'a/b'])('refuses the qualifier %s', (qualifier) => {
  expect(refusalOf(() => statements({ qualifier, access: ['INVOKE'] })).code).toBe('InvalidScope');
});
