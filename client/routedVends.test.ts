/** Whatever is asked, split and refused: a request gets the closest credentials that cover it, and nothing else is vended for it. */
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../test/runs.ts';
import type { CredentialsProviderError } from './credentialsProviderError.ts';
import { credentials, refused, START, startFixture } from './fixture.ts';
import { vendedCredentialsFor } from './vendedCredentialsFor.ts';

afterEach(() => {
  jest.useRealTimers();
});

type Access = 'READ' | 'WRITE';
interface Part {
  readonly prefix: string;
  readonly access: readonly Access[];
}
type Parts = readonly Part[];
interface Wanted {
  readonly key: string;
  readonly access: Access;
}

const prefix = fc.constantFrom('a/', 'ab/', 'a/b/', 'a/b/c/', 'a/c/', 'b/');
const access = fc.constantFrom<readonly Access[]>(['READ'], ['WRITE'], ['READ', 'WRITE']);
const asks = fc.array(fc.array(fc.record({ prefix, access }), { minLength: 1, maxLength: 8 }), { maxLength: 4 });
const wanted = fc.record({
  key: fc.constantFrom('a/x', 'a/b/x', 'a/b/c/x', 'a/c/x', 'ab/x', 'b/x', 'c'),
  access: fc.constantFrom<Access>('READ', 'WRITE'),
});

const halves = (parts: Parts): readonly Parts[] => {
  const middle = Math.ceil(parts.length / 2);
  return [parts.slice(0, middle), parts.slice(middle)];
};
const split = (parts: Parts, most: number): readonly Parts[] =>
  parts.length > most ? halves(parts).flatMap((half) => split(half, most)) : [parts];
const scopeOf = (parts: Parts) => ({ s3: parts.map((part) => ({ resource: 'uploads', ...part })) });
const named = (parts: Parts) => JSON.stringify(scopeOf(parts));

/** Segments of the closest part that covers it; none: 0. */
const closeness = (parts: Parts, { key, access: value }: Wanted): number =>
  Math.max(
    0,
    ...parts
      .filter((part) => key.startsWith(part.prefix) && part.access.includes(value))
      .map((part) => part.prefix.split('/').length - 1),
  );

/** What must come of a request, said a second time: a vend's name, or a code. */
const expected = (all: readonly Parts[], want: Wanted, most: number, denied: string): string => {
  const covering = all.flatMap((parts) => split(parts, most)).filter((parts) => closeness(parts, want) > 0);
  if (covering.length === 0) return 'NotCovered';
  if (covering.some((parts) => parts.some((part) => part.prefix === denied))) return 'NotGranted';
  const best = Math.max(...covering.map((parts) => closeness(parts, want)));
  return named(covering.find((parts) => closeness(parts, want) === best) ?? []);
};

it('holds for random asks, splits, refusals and requests', async () => {
  await fc.assert(
    fc.asyncProperty(
      asks,
      fc.array(wanted, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 4 }),
      prefix,
      async (all, wants, most, denied) => {
        const sent: Parts[] = [];
        const { options, pass } = startFixture({
          onSend: ({ request, answer }) => {
            const { s3 } = (JSON.parse(request.body) as { variables: { scope: { s3: Parts } } }).variables.scope;
            const parts = s3.map((part) => ({ prefix: part.prefix, access: part.access }));
            sent.push(parts);
            if (parts.length > most) answer(refused('ScopeTooLarge', { split: halves(parts).map(scopeOf) }));
            else if (parts.some((part) => part.prefix === denied)) answer(refused('NotGranted'));
            else {
              const scope = { s3: scopeOf(parts).s3.map((part) => ({ ...part, key: null })), dynamodb: [], role: null };
              const vended = { ...credentials(1, START + 3_600_000), vendId: named(parts), scope };
              answer(Response.json({ data: { vendCredentials: vended } }));
            }
          },
        });
        const several = vendedCredentialsFor({ ...options, token: 'token-1', asks: all.map(scopeOf) });
        for (const want of wants) {
          sent.length = 0;
          const outcome = await several
            .for({ resource: 'uploads', ...want })
            .vended()
            .then(
              ({ vendId }) => vendId,
              (error: unknown) => (error as CredentialsProviderError).code,
            );
          // One refusal ends the wait; what was begun beside it is still sent.
          await pass(0);
          expect(outcome).toBe(expected(all, want, most, denied));
          expect(sent.filter((parts) => closeness(parts, want) === 0)).toEqual([]);
        }
      },
    ),
    runs(200),
  );
});
