import { hintFor } from './hint.ts';

it.each([
  { message: "Variable 'scope' has an invalid value. Expected type 'Map' but was 'ArrayList'.", hint: /^The scope / },
  { message: "Variable 'access' has an invalid value. Invalid input for Enum 'S3Access'.", hint: /^The scope / },
  {
    message: "The variables input contains a field that is not defined for input object type 'ScopeInput' ",
    hint: /^The scope /,
  },
  { message: "Variable 'durationSeconds' has an invalid value. Expected type 'Int'.", hint: /^The seconds / },
])('says in plain words what $message is about', ({ message, hint }) => {
  expect(hintFor({ errorType: null, errorInfo: null, message })).toMatch(hint);
});

it('says where the split is to be seen, which a terminal is not shown', () => {
  expect(hintFor({ errorType: 'ScopeTooLarge', errorInfo: null, message: 'x' })).toMatch(/scopevend preview/);
});

it.each([
  { errorType: 'NotGranted', message: "Variable 'x'" },
  { errorType: null, message: 'The API answered 500 without an error.' },
])('adds nothing to $errorType $message', (error) => {
  expect(hintFor({ ...error, errorInfo: null })).toBeUndefined();
});
