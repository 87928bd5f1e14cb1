import { jest } from '@jest/globals';
import { clientId, decode } from '../../local/cognito/testPool.ts';
import { CognitoRefusal } from './cognito.ts';
import { cognitoWith, person, pool, userNamed } from './fixture.ts';
import { signInBySrp } from './signInBySrp.ts';

// A sign-in is some hundred milliseconds of arithmetic.
jest.setTimeout(60_000);

const client = { userPoolId: pool.id, clientId, cognitoUrl: 'https://cognito.example/' };

interface Challenge {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** The responses that are right; others are answered with the error. */
  readonly right: Readonly<Record<string, string>>;
  readonly error?: string;
}

const json = (status: number, body: object): Response => new Response(JSON.stringify(body), { status });

/** Cognito with challenges between the password and the tokens, which the local one does not have. */
const challenging = (cognito: typeof fetch, challenges: readonly Challenge[]): typeof fetch => {
  const left = [...challenges];
  let tokens: Response | undefined;
  const next = (): Response => {
    const [challenge] = left;
    if (challenge === undefined) return tokens ?? json(500, {});
    const { name, parameters = {} } = challenge;
    return json(200, { ChallengeName: name, Session: `session-${name}`, ChallengeParameters: parameters });
  };
  return async (input, init) => {
    const { ChallengeName, Session, ChallengeResponses } = JSON.parse(init?.body as string) as Record<string, unknown>;
    const [challenge] = left;
    if (challenge === undefined || ChallengeName !== challenge.name) {
      const answer = await cognito(input, init);
      if (ChallengeName !== 'PASSWORD_VERIFIER' || !answer.ok) return answer;
      tokens = answer;
      return next();
    }
    const right = JSON.stringify(ChallengeResponses) === JSON.stringify({ USERNAME: 'member', ...challenge.right });
    if (Session !== `session-${challenge.name}` || !right) {
      return json(400, { __type: challenge.error ?? 'CodeMismatchException', message: 'Not so.' });
    }
    left.shift();
    return next();
  };
};

const signIn = async (challenges: readonly Challenge[], ...answers: string[]) => {
  const { fetchFrom } = await cognitoWith([userNamed('member', 'right')]);
  const { ask, asked } = person(...answers);
  const told: string[] = [];
  const tell = (text: string) => void told.push(text);
  const signing = signInBySrp({ client, username: 'member', ask, tell, fetchFrom: challenging(fetchFrom, challenges) });
  const outcome = await signing.then(
    ({ accessToken }) => ({ signedIn: decode(accessToken)['username'] }),
    (error: unknown) => ({ error }),
  );
  return { ...outcome, asked, told };
};

/** Names and passwords of every length and script: a number that is hashed with a byte too few shows once in 256 sign-ins. */
const users = Array.from({ length: 48 }, (_, at) =>
  userNamed(
    `${['u', 'Üser', '用户', 'a.b+c@example.com'][at % 4] ?? ''}${String(at)}`,
    `${'pä55 wörd:€𝒳'.slice(at % 12)}${'x'.repeat(at)}!`,
  ),
);

it('signs in each of many users, with each of many random numbers', async () => {
  const { fetchFrom, calls } = await cognitoWith(users);
  for (const { username, password } of users) {
    const { ask } = person(password);
    const { idToken, accessToken, refreshToken } = await signInBySrp({
      client,
      username,
      ask,
      tell: () => undefined,
      fetchFrom,
    });
    expect({ username, as: decode(idToken)['cognito:username'] }).toEqual({ username, as: username });
    expect([decode(accessToken)['username'], typeof refreshToken]).toEqual([username, 'string']);
  }
  expect(calls).toHaveLength(2 * users.length);
  const sent = JSON.stringify(calls);
  for (const { password } of users) expect(sent).not.toContain(JSON.stringify(password).slice(1, -1));
}, 300_000);

it('says what Cognito says of a wrong password', async () => {
  const { error, asked } = (await signIn([], 'wrong')) as { error: unknown; asked: string[] };
  expect(error).toBeInstanceOf(CognitoRefusal);
  expect(String(error)).toContain('Incorrect username or password. (NotAuthorizedException)');
  expect(asked).toEqual(['Password*']);
});

it.each([
  {
    what: 'a code from an authenticator',
    challenges: [{ name: 'SOFTWARE_TOKEN_MFA', right: { SOFTWARE_TOKEN_MFA_CODE: '123456' } }],
    answers: [' 123456 '],
    asked: ['Code from your authenticator*'],
  },
  {
    what: 'a code from a text message',
    challenges: [
      { name: 'SMS_MFA', parameters: { CODE_DELIVERY_DESTINATION: '+*******99' }, right: { SMS_MFA_CODE: '1' } },
    ],
    answers: ['1'],
    asked: ['Code from the text message to +*******99*'],
  },
  {
    what: 'a code from an e-mail, chosen',
    challenges: [
      {
        name: 'SELECT_MFA_TYPE',
        parameters: { MFAS_CAN_CHOOSE: '["SMS_MFA","EMAIL_OTP"]' },
        right: { ANSWER: 'EMAIL_OTP' },
      },
      { name: 'EMAIL_OTP', right: { EMAIL_OTP_CODE: '22' } },
    ],
    answers: ['PIGEON', 'EMAIL_OTP', '22'],
    asked: ['Which code: SMS_MFA or EMAIL_OTP', 'Which code: SMS_MFA or EMAIL_OTP', 'Code from the e-mail*'],
  },
  {
    what: 'a code at the third attempt',
    challenges: [{ name: 'SMS_MFA', right: { SMS_MFA_CODE: '3' } }],
    answers: ['1', '2', '3'],
    asked: ['Code from the text message*', 'Code from the text message*', 'Code from the text message*'],
    told: ['Cognito refused: Not so. (CodeMismatchException)', 'Cognito refused: Not so. (CodeMismatchException)'],
  },
  {
    what: 'a new password, and a code after it',
    challenges: [
      {
        name: 'NEW_PASSWORD_REQUIRED',
        parameters: { userAttributes: '{}', requiredAttributes: '["userAttributes.nickname"]' },
        right: { NEW_PASSWORD: 'next', 'userAttributes.nickname': 'Mem' },
      },
      { name: 'SOFTWARE_TOKEN_MFA', right: { SOFTWARE_TOKEN_MFA_CODE: '5' } },
    ],
    answers: ['next', 'nxt', 'next', 'next', 'Mem', '5'],
    asked: [
      'New password*',
      'New password again*',
      'New password*',
      'New password again*',
      'Your nickname',
      'Code from your authenticator*',
    ],
    told: ['The password has to be changed.', 'The two are not the same.'],
  },
  {
    what: 'a new password that fits, at the second attempt',
    challenges: [
      { name: 'NEW_PASSWORD_REQUIRED', right: { NEW_PASSWORD: 'better' }, error: 'InvalidPasswordException' },
    ],
    answers: ['weak', 'weak', 'better', 'better'],
    asked: ['New password*', 'New password again*', 'New password*', 'New password again*'],
    told: [
      'The password has to be changed.',
      'Cognito refused: Not so. (InvalidPasswordException)',
      'The password has to be changed.',
    ],
  },
])('asks for $what', async ({ challenges, answers, asked, told = [] }) => {
  expect(await signIn(challenges, 'right', ...answers)).toEqual({
    signedIn: 'member',
    asked: ['Password*', ...asked],
    told,
  });
});

it.each([
  {
    what: 'after three wrong codes',
    challenge: { name: 'SMS_MFA', right: { SMS_MFA_CODE: '3' } },
    answers: ['1', '2', '4'],
    error: /Not so\. \(CodeMismatchException\)/,
  },
  {
    what: 'when the time is up',
    challenge: { name: 'SMS_MFA', right: { SMS_MFA_CODE: '3' }, error: 'NotAuthorizedException' },
    answers: ['1'],
    error: /Not so\. \(NotAuthorizedException\)/,
  },
  {
    what: 'at a challenge that it does not know',
    challenge: { name: 'CUSTOM_CHALLENGE', right: {} },
    answers: [],
    error: /The user pool asks for CUSTOM_CHALLENGE, .* scopevend login --token -/,
  },
  {
    what: 'at a name that every object has',
    challenge: { name: 'constructor', right: {} },
    answers: [],
    error: /asks for constructor/,
  },
])('ends $what', async ({ challenge, answers, error }) => {
  expect(await signIn([challenge], 'right', ...answers)).toMatchObject({
    error: { message: expect.stringMatching(error) },
  });
});
