/** What packing is measured by: asks that differ in nothing but a prefix or a key, as many of them as fit. */

/** The bucket's name has 19 characters, as a name with a stage or an account in it soon has. */
export const BUCKET = 'scopevend-uploads-1';
export const TABLE = 'scopevend-notes';

/** Access values that every project of the comparison has in some form. */
export type S3Access = 'READ' | 'WRITE' | 'DELETE' | 'LIST';
export type DynamoDbAccess = 'READ' | 'WRITE';

/** An ask on the bucket. The prefix is without the slash at its end. */
export interface PrefixAsk {
  readonly prefix: string;
  readonly access: readonly S3Access[];
}

/** An ask on the table. */
export interface KeyAsk {
  readonly key: string;
  readonly access: readonly DynamoDbAccess[];
}

export type YardstickAsk = PrefixAsk | KeyAsk;

/** One row of the bench. */
export interface Yardstick {
  readonly prefix: string;
  readonly access: string;
  /** The first asks, so many. */
  readonly asks: (count: number) => readonly YardstickAsk[];
  /** How many are to fit at least, inline and with session tags. */
  readonly aim?: { readonly inline: number; readonly tagged: number };
}

const uuid = (at: number): string =>
  `5b2e1c5a-9c1f-4e55-8a26-${(at * 0x9e3779b97).toString(16).padStart(12, '0').slice(-12)}`;

const PREFIXES: Readonly<Record<number, (at: number) => string>> = {
  10: (at) => `users/${String(at).padStart(4, '0')}`,
  42: (at) => `users/${uuid(at)}`,
  65: (at) => `tenants/acme/users/${uuid(at)}/documents`,
};

const ALL: readonly S3Access[] = ['READ', 'WRITE', 'DELETE', 'LIST'];

const ACCESS: readonly (readonly S3Access[])[] = [
  ['READ'],
  ['READ', 'WRITE', 'DELETE'],
  ['READ', 'WRITE', 'LIST'],
  ALL,
];

// The aims are for prefixes of 42 characters, users/<uuid>.
const aimOf = (length: number, access: readonly S3Access[]): Yardstick['aim'] => {
  if (length !== 42) return undefined;
  return access.includes('LIST') ? { inline: 13, tagged: 22 } : { inline: 23, tagged: 45 };
};

const first = <Ask>(count: number, ask: (at: number) => Ask): readonly Ask[] =>
  Array.from({ length: count }, (_, at) => ask(at));

/** Every second ask is on the table: a user's items after the user's files. */
const mixed = (prefixOf: (at: number) => string) => (count: number) =>
  first(count, (at): YardstickAsk =>
    at % 2 === 0 ? { prefix: prefixOf(at), access: ALL } : { key: uuid(at - 1), access: ['READ', 'WRITE'] },
  );

export const yardsticks: readonly Yardstick[] = Object.entries(PREFIXES).flatMap(([length, prefixOf]) => [
  ...ACCESS.map((access): Yardstick => {
    const aim = aimOf(Number(length), access);
    return {
      prefix: length,
      access: access.join('+'),
      asks: (count) => first(count, (at) => ({ prefix: prefixOf(at), access })),
      ...(aim && { aim }),
    };
  }),
  { prefix: length, access: 'mixed with DynamoDB', asks: mixed(prefixOf) },
]);
