/** Attacks on the API by the shape of the request. */
import { send } from '../calls/http.ts';
import type { Attack, Means, Reaction } from './attack.ts';

interface ApiAnswer {
  readonly data?: Readonly<Record<string, { readonly accessKeyId?: string } | null>> | null;
  readonly errors?: readonly { readonly errorType?: string; readonly message: string }[];
}

const ask = async ({ stack, tokens }: Means, body: unknown): Promise<ApiAnswer> => {
  const answer = await send(stack.graphqlUrl, {
    headers: { 'content-type': 'application/json', authorization: tokens.member.idToken },
    body: JSON.stringify(body),
  });
  return JSON.parse(answer.body) as ApiAnswer;
};

const reactionTo = ({ data, errors }: ApiAnswer): Reaction => {
  const vended = Object.values(data ?? {}).filter((vend) => vend?.accessKeyId !== undefined);
  const [error] = errors ?? [];
  if (vended.length > 0 || error === undefined) return { code: undefined, message: `${String(vended.length)} vends` };
  return { code: error.errorType ?? 'invalid request', message: error.message };
};

const ALIASES = 50;
/** What serverless.yml allows in one request. */
const MOST_VENDS = 5;

const aliases = Array.from({ length: ALIASES }, (_, index) => `a${String(index)}: vendCredentials { accessKeyId }`);

/** Each with a good token. */
export const requestAttacks: readonly Attack[] = [
  {
    what: `${String(ALIASES)} vends in one request, by GraphQL aliases`,
    refusal: ['over the limit'],
    attempt: async (means) => {
      const { data, errors } = await ask(means, { query: `mutation { ${aliases.join(' ')} }` });
      const vends = Object.values(data ?? {}).filter((vend) => vend?.accessKeyId !== undefined).length;
      const message = `${String(vends)} of ${String(ALIASES)} were answered. ${errors?.[0]?.message ?? ''}`;
      return { code: vends <= MOST_VENDS && errors !== undefined ? 'over the limit' : undefined, message };
    },
  },
  {
    what: 'two requests in one, as a batch',
    refusal: ['MalformedHttpRequestException'],
    attempt: async (means) =>
      reactionTo(await ask(means, Array(2).fill({ query: 'mutation { vendCredentials { accessKeyId } }' }))),
  },
  {
    what: 'a field that the input type does not have',
    refusal: ['invalid request'],
    attempt: async (means) =>
      reactionTo(
        await ask(means, {
          query: 'mutation($scope: ScopeInput) { vendCredentials(scope: $scope) { accessKeyId } }',
          variables: { scope: { policy: '{"Statement":[]}' } },
        }),
      ),
  },
  {
    what: 'a duration beyond 32 bits',
    refusal: ['invalid request'],
    attempt: async (means) =>
      reactionTo(
        await ask(means, { query: 'mutation { vendCredentials(durationSeconds: 2147483648) { accessKeyId } }' }),
      ),
  },
  {
    what: 'a web page of another site in this browser, asking for a token',
    refusal: ['Forbidden'],
    attempt: async ({ stack }) => {
      const { status, body } = await send(new URL('/token', stack.graphqlUrl).href, {
        headers: { 'content-type': 'application/json', origin: 'http://evil.example' },
        body: JSON.stringify({ username: 'editor' }),
      });
      return {
        code: status === 403 ? 'Forbidden' : undefined,
        message: (JSON.parse(body) as { message?: string }).message ?? body,
      };
    },
  },
];
