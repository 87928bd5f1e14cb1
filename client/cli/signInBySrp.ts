/** Signs a user in by SRP, and answers what the user pool asks on the way: a code, a new password. */
import { authAnswer, callCognito, CognitoRefusal } from './cognito.ts';
import type { AppClient, AuthAnswer, Tokens } from './cognito.ts';
import { srpTimestamp, startSrp } from './srp.ts';
import type { PasswordVerifier } from './srp.ts';

/** Asks the person at the terminal; `hidden` answers are not shown. */
export type Ask = (question: string, options?: { readonly hidden?: boolean }) => Promise<string>;

/** Who signs in, and how to reach them and the user pool. */
export interface SignIn {
  readonly client: AppClient & { readonly userPoolId: string };
  readonly username: string;
  readonly ask: Ask;
  /** Says something to the person. */
  readonly tell: (text: string) => void;
  readonly fetchFrom: typeof fetch;
}

type Challenge = NonNullable<AuthAnswer['challenge']>;

/** Wrong codes and unfit passwords may be given again, in the same session. */
const MAY_BE_REPEATED = ['CodeMismatchException', 'InvalidPasswordException'];
const ATTEMPTS = 3;

const CODES: Readonly<Record<string, { readonly question: string; readonly response: string }>> = {
  SMS_MFA: { question: 'Code from the text message', response: 'SMS_MFA_CODE' },
  SOFTWARE_TOKEN_MFA: { question: 'Code from your authenticator', response: 'SOFTWARE_TOKEN_MFA_CODE' },
  EMAIL_OTP: { question: 'Code from the e-mail', response: 'EMAIL_OTP_CODE' },
};

const listIn = (text: string | undefined): readonly string[] => {
  const list: unknown = JSON.parse(text ?? '[]');
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
};

const askNewPassword = async ({ ask, tell }: SignIn): Promise<string> => {
  for (;;) {
    const password = await ask('New password', { hidden: true });
    if (password !== '' && (await ask('New password again', { hidden: true })) === password) return password;
    tell('The two are not the same.');
  }
};

const newPassword = async (signIn: SignIn, { parameters }: Challenge): Promise<Record<string, string>> => {
  signIn.tell('The password has to be changed.');
  const responses: Record<string, string> = { NEW_PASSWORD: await askNewPassword(signIn) };
  for (const attribute of listIn(parameters['requiredAttributes'])) {
    responses[attribute] = await signIn.ask(`Your ${attribute.replace(/^userAttributes\./, '')}`);
  }
  return responses;
};

const chooseMfa = async ({ ask }: SignIn, { parameters }: Challenge): Promise<Record<string, string>> => {
  const kinds = listIn(parameters['MFAS_CAN_CHOOSE']);
  for (;;) {
    const answer = await ask(`Which code: ${kinds.join(' or ')}`);
    if (kinds.includes(answer)) return { ANSWER: answer };
  }
};

const responsesTo = async (signIn: SignIn, challenge: Challenge): Promise<Record<string, string>> => {
  const code = Object.hasOwn(CODES, challenge.name) ? CODES[challenge.name] : undefined;
  if (code !== undefined) {
    const where = challenge.parameters['CODE_DELIVERY_DESTINATION'];
    const question = where === undefined ? code.question : `${code.question} to ${where}`;
    return { [code.response]: (await signIn.ask(question, { hidden: true })).trim() };
  }
  if (challenge.name === 'NEW_PASSWORD_REQUIRED') return newPassword(signIn, challenge);
  if (challenge.name === 'SELECT_MFA_TYPE') return chooseMfa(signIn, challenge);
  throw new Error(
    `The user pool asks for ${challenge.name}, which this command has no answer to. Sign in with your app and give its token here: scopevend login --token -`,
  );
};

const respond = async (
  { client, fetchFrom }: SignIn,
  { name, session }: Challenge,
  responses: Readonly<Record<string, string>>,
): Promise<AuthAnswer> =>
  authAnswer(
    await callCognito(
      client,
      'RespondToAuthChallenge',
      { ClientId: client.clientId, ChallengeName: name, ChallengeResponses: responses, Session: session },
      fetchFrom,
    ),
  );

const answerChallenge = async (signIn: SignIn, challenge: Challenge, userId: string): Promise<AuthAnswer> => {
  for (let attempt = 1; ; attempt += 1) {
    const responses = await responsesTo(signIn, challenge);
    try {
      return await respond(signIn, challenge, { USERNAME: userId, ...responses });
    } catch (error) {
      const again = error instanceof CognitoRefusal && MAY_BE_REPEATED.includes(error.code) && attempt < ATTEMPTS;
      if (!again) throw error;
      signIn.tell(error.message);
    }
  }
};

const isPasswordVerifier = (
  parameters: Readonly<Record<string, string>>,
): parameters is Readonly<Record<string, string>> & PasswordVerifier =>
  ['USER_ID_FOR_SRP', 'SALT', 'SRP_B', 'SECRET_BLOCK'].every((name) => parameters[name] !== undefined);

/**
 * Asks for the password, proves that it is known without sending it, and answers the challenges that follow.
 *
 * @throws CognitoRefusal, for a wrong password too; Interrupted by Ctrl-C
 */
export const signInBySrp = async (signIn: SignIn): Promise<Tokens> => {
  const { client, username, fetchFrom } = signIn;
  const password = await signIn.ask('Password', { hidden: true });
  const srp = await startSrp(client.userPoolId.slice(client.userPoolId.indexOf('_') + 1));
  const input = {
    AuthFlow: 'USER_SRP_AUTH',
    ClientId: client.clientId,
    AuthParameters: { USERNAME: username, SRP_A: srp.A },
  };
  const { challenge } = authAnswer(await callCognito(client, 'InitiateAuth', input, fetchFrom));
  if (challenge?.name !== 'PASSWORD_VERIFIER' || !isPasswordVerifier(challenge.parameters)) {
    throw new Error(`Cognito began a sign-in by SRP with ${challenge?.name ?? 'tokens'}. Check the app client.`);
  }
  const { USER_ID_FOR_SRP: userId, SECRET_BLOCK } = challenge.parameters;
  const timestamp = srpTimestamp(new Date());
  let answer = await respond(signIn, challenge, {
    USERNAME: userId,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: await srp.prove(challenge.parameters, password, timestamp),
    TIMESTAMP: timestamp,
  });
  while (answer.tokens === undefined) {
    if (answer.challenge === undefined) throw new Error('Cognito answered with neither tokens nor a challenge.');
    answer = await answerChallenge(signIn, answer.challenge, userId);
  }
  return answer.tokens;
};
