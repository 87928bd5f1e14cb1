/** Which session policies are refused as malformed. */
import { parseSessionPolicy } from './sessionPolicy.ts';
import { StsError } from './stsError.ts';

const statement = (fields: object) =>
  JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: '*', ...fields } });

it.each([
  { why: 'text that is no JSON', text: '{', message: 'This policy contains invalid Json' },
  { why: 'a list', text: '[]', message: /not a JSON object/ },
  { why: 'null', text: 'null', message: /not a JSON object/ },
  { why: 'a string', text: '"{}"', message: /not a JSON object/ },
  { why: 'no statement', text: '{}', message: /^Syntax errors in policy. Statement/ },
  { why: 'an unknown version', text: '{"Version":"2012-10-18","Statement":[]}', message: /Version/ },
  { why: 'a principal', text: statement({ Principal: '*' }), message: /Principal/ },
  { why: 'no resource', text: statement({ Resource: undefined }), message: /Resource/ },
  { why: 'no action', text: statement({ Action: undefined }), message: /Action/ },
  { why: 'an unknown effect', text: statement({ Effect: 'allow' }), message: /Effect/ },
  { why: 'an unknown operator', text: statement({ Condition: { StringIs: { 'a:b': 'c' } } }), message: /StringIs/ },
  { why: 'an unknown element', text: statement({ Actions: 's3:*' }), message: /Actions/ },
  { why: 'an element __proto__', text: '{"Statement":{"__proto__":{"Effect":"Allow"}}}', message: /__proto__/ },
])('$why is a MalformedPolicyDocument', ({ text, message }) => {
  expect(() => parseSessionPolicy(text)).toThrow(StsError);
  expect(() => parseSessionPolicy(text)).toThrow(expect.objectContaining({ code: 'MalformedPolicyDocument' }));
  expect(() => parseSessionPolicy(text)).toThrow(message);
});

it('what is well formed comes back as it was written', () => {
  const text = statement({ Sid: 'One', Condition: { StringLike: { 's3:prefix': ['a/*'] } } });
  expect(parseSessionPolicy(text)).toEqual(JSON.parse(text));
});
