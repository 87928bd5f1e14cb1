/** A random request, and what it needs: stated by what made it, without a look at the gate. */
import fc from 'fast-check';
import type { PlainRequest } from '../iam.ts';
import type { Pool } from './names.ts';

export interface Asked {
  /** What kind of request it is, to see that all kinds come up. */
  readonly kind: string;
  readonly service: 's3' | 'dynamodb';
  readonly method: string;
  /** As it is signed. */
  readonly path: string;
  /** As it is sent, if otherwise. */
  readonly spelling?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly presigned?: boolean;
  /** All of these must be allowed. */
  readonly needs: readonly PlainRequest[];
  /** Each of these decides on one key alone. */
  readonly each?: ReadonlyMap<string, PlainRequest>;
  /** How it can end when it is allowed: `done`, or the code of an error that is not about permissions. */
  readonly ends: readonly string[];
}

/** Something about the texts of a run's pool. */
export type About<T> = fc.Arbitrary<(pool: Pool) => T>;

export const absent = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

/** The first ones more often, so that policies and requests meet. */
export const some = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3);

/** One of the pool's texts, or one that is nearly it. Never empty. */
export const text: About<string> = fc
  .record({
    at: some,
    twist: fc.constantFrom(
      ...Array.from({ length: 7 }, () => 'as it is' as const),
      'longer',
      'shorter',
      'upper',
      'below',
      'beside',
    ),
  })
  .map(({ at, twist }) => (pool) => {
    const one = pool[at % pool.length] ?? '';
    const twisted = {
      'as it is': one,
      longer: `${one}x`,
      shorter: Array.from(one).slice(0, -1).join(''),
      upper: one.toUpperCase(),
      below: `${one}/x`,
      beside: `${one}/../x`,
    }[twist];
    return twisted === '' ? 'x' : twisted;
  });

/** The parts that are there. */
export const given = <T>(parts: Readonly<Record<string, T | undefined>>): Record<string, T> =>
  Object.fromEntries(Object.entries(parts).filter((part): part is [string, T] => part[1] !== undefined));
