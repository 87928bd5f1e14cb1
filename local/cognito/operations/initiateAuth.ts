/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html */
import { incorrectCredentials, invalidParameter } from '../cognitoError.ts';
import { parameter, text, textMap } from '../input.ts';
import { srpBytes, srpExchange } from '../srp.ts';
import type { Operation, Pool } from './operation.ts';
import { allowsFlow, checkClient } from './operation.ts';
import { refresh, signIn } from './signIn.ts';

type Flow = (pool: Pool, parameters: ReadonlyMap<string, string>) => object | Promise<object>;

const withPassword: Flow = async (pool, parameters) => {
  const username = parameter(parameters, 'USERNAME');
  const password = parameter(parameters, 'PASSWORD');
  const user = pool.users.find(username);
  if (!pool.users.hasPassword(username, password) || !user) throw incorrectCredentials();
  return signIn(pool, user);
};

/** Up to 768 digits of a 3,072-bit number, and the zeros that some clients put in front. */
const hexNumber = /^[0-9a-f]{1,770}$/i;

const withSrp: Flow = ({ name, users, challenges }, parameters) => {
  const username = parameter(parameters, 'USERNAME');
  const A = parameter(parameters, 'SRP_A');
  const credential = users.credential(username);
  const exchange = hexNumber.test(A) ? srpExchange(name, credential, BigInt(`0x${A}`)) : undefined;
  if (!exchange) throw invalidParameter('SRP_A must be a hexadecimal number between 0 and N exclusive.');
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: srpBytes(credential.salt).toString('hex'),
      SECRET_BLOCK: challenges.add(username, exchange).toString('base64'),
      SRP_B: srpBytes(exchange.B).toString('hex'),
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  };
};

const withRefreshToken: Flow = async (pool, parameters) => ({
  // The trigger does not get InitiateAuth's ClientMetadata.
  AuthenticationResult: await refresh(pool, parameter(parameters, 'REFRESH_TOKEN')),
  ChallengeParameters: {},
});

interface ServedFlow {
  readonly name: string;
  readonly serve: Flow;
  readonly refusal: string;
}

const refreshFlow: ServedFlow = {
  name: 'REFRESH_TOKEN_AUTH',
  serve: withRefreshToken,
  refusal: 'REFRESH_TOKEN_AUTH flow not enabled for this client',
};

const flows: ReadonlyMap<string, ServedFlow> = new Map([
  [
    'USER_PASSWORD_AUTH',
    {
      name: 'USER_PASSWORD_AUTH',
      serve: withPassword,
      refusal: 'USER_PASSWORD_AUTH flow not enabled for this client',
    },
  ],
  ['USER_SRP_AUTH', { name: 'USER_SRP_AUTH', serve: withSrp, refusal: 'USER_SRP_AUTH is not enabled for the client.' }],
  ['REFRESH_TOKEN_AUTH', refreshFlow],
  ['REFRESH_TOKEN', refreshFlow],
]);

/** A flow that the app client does not allow is InvalidParameterException. */
export const initiateAuth: Operation = async (pool, input) => {
  checkClient(pool, input);
  const asked = text(input, 'AuthFlow');
  const flow = flows.get(asked);
  if (!flow)
    throw invalidParameter(`The local Cognito serves the AuthFlow values ${[...flows.keys()].join(', ')} only.`);
  if (!allowsFlow(pool, flow.name)) throw invalidParameter(flow.refusal);
  return flow.serve(pool, textMap(input, 'AuthParameters'));
};
