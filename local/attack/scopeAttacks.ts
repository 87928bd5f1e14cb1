/** Attacks with scopes that reach further than the caller's grants. */
import { vendOverHttp } from '../calls/vendOverHttp.ts';
import type { VendAnswer } from '../calls/vendOverHttp.ts';
import type { Attack, Means, Reaction } from './attack.ts';

interface Case {
  readonly what: string;
  /** member unless said otherwise. */
  readonly as?: keyof Means['tokens'];
  readonly scope: (own: string, other: string) => unknown;
  readonly durationSeconds?: number;
  readonly refusal: readonly string[];
}

const read = (part: object) => ({ s3: [{ resource: 'uploads', access: ['READ'], ...part }] });
const OWN = { s3: [{ resource: 'uploads', access: ['READ'] }] };
const ungranted = { refusal: ['NotGranted'] };
const malformed = { refusal: ['InvalidScope'] };

const cases: readonly Case[] = [
  { what: 'another user’s files', scope: (_, other) => read({ prefix: other }), ...ungranted },
  { what: 'one file of another user', scope: (_, other) => read({ key: `${other}secret.txt` }), ...ungranted },
  { what: 'everybody’s files: users/', scope: () => read({ prefix: 'users/' }), ...ungranted },
  { what: 'out of the own folder: users/<me>/../', scope: (own) => read({ prefix: `${own}../` }), ...malformed },
  { what: 'the same, percent-encoded: users/%2e%2e/', scope: () => read({ prefix: 'users/%2e%2e/' }), ...ungranted },
  { what: 'a wildcard for a user: users/*/', scope: () => read({ prefix: 'users/*/' }), ...ungranted },
  { what: 'a wildcard for a character: ?', scope: (own) => read({ prefix: own.replace(/.\/$/, '?/') }), ...ungranted },
  { what: 'a wildcard for everything: */', scope: () => read({ prefix: '*/' }), ...ungranted },
  {
    what: 'a policy variable: users/${aws:username}/',
    scope: () => read({ prefix: 'users/${aws:username}/' }),
    ...ungranted,
  },
  { what: 'a grant’s variable: users/${sub}/', scope: () => read({ prefix: 'users/${sub}/' }), ...ungranted },
  { what: 'an empty segment: users//', scope: () => read({ prefix: 'users//' }), ...malformed },
  { what: 'a slash in front: /users/<me>/', scope: (own) => read({ prefix: `/${own}` }), ...malformed },
  { what: 'an empty prefix, for the whole bucket', scope: () => read({ prefix: '' }), ...malformed },
  { what: 'a prefix without a slash: users/<me>', scope: (own) => read({ prefix: own.slice(0, -1) }), ...malformed },
  {
    what: 'a folder whose name only begins like mine',
    scope: (own) => read({ prefix: own.replace(/\/$/, '2/') }),
    ...ungranted,
  },
  { what: 'a line break in a prefix', scope: (own) => read({ prefix: `${own}\n/` }), ...malformed },
  { what: 'quotes, to break out of the policy', scope: () => read({ prefix: 'a","Resource":"*/' }), ...ungranted },
  { what: 'prefix and key both', scope: (own, other) => read({ prefix: own, key: `${other}x` }), ...malformed },
  { what: 'another tenant’s folder', scope: () => read({ prefix: 'tenants/globex/shared/' }), ...ungranted },
  { what: 'the folder above the tenant’s shared one', scope: () => read({ prefix: 'tenants/acme/' }), ...ungranted },
  {
    what: 'writing where only reading is granted',
    scope: () => read({ prefix: 'tenants/acme/shared/', access: ['READ', 'WRITE'] }),
    ...ungranted,
  },
  {
    what: 'one bad ask hidden behind a good one',
    scope: (own, other) => ({ s3: [...read({ prefix: own }).s3, ...read({ prefix: other }).s3] }),
    ...ungranted,
  },
  { what: 'a bucket by its ARN', scope: () => read({ resource: 'arn:aws:s3:::uploads' }), ...ungranted },
  { what: 'a bucket called __proto__', scope: () => read({ resource: '__proto__' }), ...ungranted },
  { what: 'a role by its alias, not granted', scope: () => ({ role: 'reporting' }), ...ungranted },
  { what: 'a role called constructor', scope: () => ({ role: 'constructor' }), ...ungranted },
  {
    what: 'a role and files together',
    as: 'editor',
    scope: () => ({ role: 'reporting', ...OWN }),
    refusal: ['MixedRoles'],
  },
  { what: 'asking for nothing', scope: () => ({}), ...malformed },
  { what: 'everything, as a user without a group', as: 'guest', scope: () => null, ...ungranted },
  {
    what: '500 asks, to overflow the policy',
    scope: (own) => ({
      s3: Array.from({ length: 500 }, (_, index) => read({ prefix: `${own}${String(index)}/` }).s3).flat(),
    }),
    refusal: ['ScopeTooLarge'],
  },
  ...[0, -1, 899, 3_601].map((durationSeconds) => ({
    what: `credentials for ${String(durationSeconds)} seconds`,
    scope: () => OWN,
    durationSeconds,
    refusal: ['InvalidDuration'],
  })),
];

const reactionTo = (answer: VendAnswer): Reaction =>
  'vended' in answer
    ? { code: undefined, message: `vended ${answer.vended.accessKeyId}: ${answer.vended.sessionPolicy ?? 'no policy'}` }
    : { code: answer.refused.errorType ?? 'no errorType', message: answer.refused.message };

const vendAs = async (
  { stack, tokens }: Means,
  user: keyof Means['tokens'],
  scope: unknown,
  durationSeconds?: number,
): Promise<VendAnswer> =>
  vendOverHttp({ graphqlUrl: stack.graphqlUrl, token: tokens[user].idToken }, { scope, durationSeconds });

// The whole answer but for the alias and the vend id: anything else that differs would tell which aliases there are.
const tellTale = (answer: VendAnswer, alias: string): string =>
  JSON.stringify(answer, (name, value: unknown) => (name === 'vendId' ? '' : value)).replaceAll(alias, '<alias>');

const guessing: Attack = {
  what: 'guessing aliases by comparing refusals',
  refusal: ['NotGranted'],
  attempt: async (means) => {
    const [real, invented] = await Promise.all(
      ['uploads', 'upl0ads'].map(async (resource) => {
        const answer = await vendAs(means, 'guest', read({ resource, prefix: 'a/' }));
        return { answer, text: tellTale(answer, resource) };
      }),
    );
    if (real?.text !== invented?.text || real === undefined) {
      return { code: undefined, message: `they differ: ${real?.text ?? ''} and ${invented?.text ?? ''}` };
    }
    return { ...reactionTo(real.answer), message: 'An alias that exists and one that does not are refused alike.' };
  },
};

/** Sent with tokens that are good. */
export const scopeAttacks: readonly Attack[] = [
  ...cases.map(({ what, as = 'member', scope, durationSeconds, refusal }): Attack => ({
    what,
    refusal,
    attempt: async (means) => {
      const asked = scope(`users/${means.sub.member}/`, `users/${means.sub.editor}/`);
      return reactionTo(await vendAs(means, as, asked, durationSeconds));
    },
  })),
  guessing,
];
