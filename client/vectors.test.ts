/** The provider does what client/vectors say. */
import { jest } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CredentialsProviderError } from './credentialsProviderError.ts';
import { START, startFixture } from './fixture.ts';
import type { ScopeInput } from './operations.ts';
import { vendedCredentials } from './vendedCredentials.ts';

/** As client/vectors/README.md has it. */
interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly text?: string;
  readonly blanks?: number;
}
interface Token {
  readonly given?: string | null;
  readonly forced?: string | null;
  readonly after?: number;
}
type Happening = Readonly<Record<string, unknown>>;
interface Step {
  readonly at: number;
  readonly call?: string;
  readonly forceRefresh?: boolean;
  readonly answer?: string | Answer;
  readonly fail?: true;
  readonly abort?: string;
  readonly purge?: true;
  readonly clock?: number;
  readonly token?: Token;
  readonly then: readonly Happening[];
}
interface Vector {
  readonly name: string;
  readonly scope?: ScopeInput;
  readonly durationSeconds?: number;
  readonly token?: Token;
  readonly random?: number;
  readonly heedsAbort?: boolean;
  readonly steps: readonly Step[];
}
interface Vectors {
  readonly about: string;
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly vectors: readonly Vector[];
}

const folder = path.join(import.meta.dirname, 'vectors');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

const responseOf = (answer: Answer | undefined) => {
  if (answer === undefined) throw new Error('A step names an answer that its file has not.');
  const { status, headers = {}, body, text = '', blanks = 0 } = answer;
  return new Response((body === undefined ? text : JSON.stringify(body)) + ' '.repeat(blanks), { status, headers });
};

/** Happenings of one step have no order of their own. */
const sorted = (happenings: readonly Happening[]): Happening[] => {
  const keyOf = (happening: Happening) => JSON.stringify(Object.entries(happening)[0]);
  return [...happenings].sort((one, other) => keyOf(one).localeCompare(keyOf(other)));
};

/** Of a happening, what a vector speaks of. */
const spokenOf = (happening: Happening | undefined, expected: Happening): Happening =>
  Object.fromEntries(
    Object.entries(expected).map(([key, value]) => [
      key,
      key === 'sends' ? spokenOf(happening?.[key] as Happening | undefined, value as Happening) : happening?.[key],
    ]),
  );

const runVector = async (vector: Vector, answers: Readonly<Record<string, Answer>>) => {
  let happened: Happening[] = [];
  const fixture = startFixture({
    heedsAbort: vector.heedsAbort ?? true,
    random: () => vector.random ?? 0.5,
    onSend: ({ request }) => {
      const { variables } = JSON.parse(request.body) as { variables: unknown };
      happened.push({ sends: { token: request.headers['authorization'], variables } });
    },
    onAbandon: () => happened.push({ abandons: true }),
  });
  let token = vector.token;
  const credentials = vendedCredentials({
    ...fixture.options,
    scope: vector.scope,
    durationSeconds: vector.durationSeconds,
    token:
      token === undefined
        ? 'token-1'
        : async ({ forceRefresh }) => {
            if (token?.after !== undefined) await new Promise((resolve) => setTimeout(resolve, token?.after));
            return (forceRefresh ? token?.forced : token?.given) as string;
          },
  });

  const aborts = new Map<string, AbortController>();
  const call = (name: string, forceRefresh?: boolean) => {
    const controller = new AbortController();
    aborts.set(name, controller);
    credentials({ signal: controller.signal, forceRefresh }).then(
      ({ accessKeyId, expiration }) =>
        happened.push({ returns: name, accessKeyId, expiration: expiration.toISOString() }),
      (error: unknown) => {
        if (controller.signal.aborted && error === controller.signal.reason) {
          happened.push({ rejects: name, aborted: true });
        } else if (error instanceof CredentialsProviderError) {
          const { code, message, info, retryable, tryNextLink, retryAfterSeconds } = error;
          expect(tryNextLink).toBe(retryable);
          happened.push({ rejects: name, code, retryable, message, info: info ?? null, retryAfterSeconds });
        } else happened.push({ rejects: name, error: String(error) });
      },
    );
  };

  for (const step of vector.steps) {
    await fixture.pass(step.at - fixture.elapsed());
    if (step.call !== undefined) call(step.call, step.forceRefresh);
    if (step.answer !== undefined || step.fail) {
      const [request] = fixture.open;
      if (request === undefined) throw new Error(`No request waits for an answer at ${String(step.at)}.`);
      if (step.answer === undefined) request.fail();
      else request.answer(responseOf(typeof step.answer === 'string' ? answers[step.answer] : step.answer));
    }
    if (step.abort !== undefined) aborts.get(step.abort)?.abort();
    if (step.purge) credentials.purge();
    if (step.clock !== undefined) fixture.setClock(step.clock);
    if (step.token !== undefined) token = step.token;
    await fixture.pass(0);
    const [actual, expected] = [sorted(happened), sorted(step.then)];
    happened = [];
    const compared = actual.map((happening, index) => spokenOf(happening, expected[index] ?? happening));
    expect({ at: step.at, happened: compared }).toEqual({ at: step.at, happened: expected });
  }
};

afterEach(() => {
  jest.useRealTimers();
});

describe.each(files)('%s', (file) => {
  const { vectors, answers = {} } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Vectors;

  it.each(vectors)('$name', (vector) => runVector(vector, answers));
});

it('begins when the vectors do', () => {
  expect(new Date(START).toISOString()).toBe('2030-01-01T00:00:00.000Z');
});
