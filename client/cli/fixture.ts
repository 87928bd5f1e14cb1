/** For tests of signing in: a local Cognito without HTTP, and a person who answers questions. */
import { handler } from '../../functions/preTokenGeneration.ts';
import type { SampleUser } from '../../local/cognito/sampleUsers.ts';
import { createCognito } from '../../local/cognito/cognito.ts';
import { testPool } from '../../local/cognito/testPool.ts';
import type { PreTokenGeneration } from '../../local/cognito/tokenCustomization.ts';

/** The user pool of the tests. */
export const pool = testPool();

/** A user with a name and a password, and nothing else. */
export const userNamed = (username: string, password: string): SampleUser => ({
  username,
  sub: '6c1f0e52-8f3b-4f0c-9a57-2d4e6b7a1c01',
  password,
  groups: [],
  attributes: {},
});

/** What was asked of Cognito. */
export interface CognitoCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** `fetch` for a Cognito with these users, and what it was asked. */
export const cognitoWith = async (users: readonly SampleUser[], clock: () => number = Date.now) => {
  const calls: CognitoCall[] = [];
  const cognito = await createCognito({
    userPool: pool,
    region: 'us-east-1',
    users,
    preTokenGeneration: handler as PreTokenGeneration,
    clock,
  });
  const fetchFrom: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    const headers = Object.fromEntries(request.headers);
    const operation = headers['x-amz-target']?.split('.')[1] ?? '';
    calls.push({ operation, input: JSON.parse(body) as CognitoCall['input'] });
    const answer = await cognito.serve({ method: request.method, url: '/', headers, body: Buffer.from(body) });
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  };
  return { fetchFrom, calls };
};

/** Answers questions in their order, and remembers them; `*` behind a question that is not echoed. */
export const person = (...answers: readonly string[]) => {
  const left = [...answers];
  const asked: string[] = [];
  return {
    asked,
    ask: (question: string, { hidden = false }: { readonly hidden?: boolean } = {}): Promise<string> => {
      asked.push(`${question}${hidden ? '*' : ''}`);
      const answer = left.shift();
      return answer === undefined
        ? Promise.reject(new Error(`Nobody answers "${question}".`))
        : Promise.resolve(answer);
    },
  };
};
