/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html */
import { text } from '../input.ts';
import type { Operation } from './operation.ts';

export const getUser: Operation = ({ readAccessToken }, input) => {
  const { username, sub, attributes } = readAccessToken(text(input, 'AccessToken'));
  return {
    Username: username,
    UserAttributes: Object.entries({ sub, ...attributes }).map(([Name, Value]) => ({ Name, Value })),
  };
};
