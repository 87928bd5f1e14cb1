/** An effective scope as a table, and what goes with every answer about one. */
import type { VendCredentialsMutation } from '../operations.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

type Vended = VendCredentialsMutation['vendCredentials'];
type S3 = Omit<Vended['scope']['s3'][number], 'access'> & { readonly access: readonly string[] };
type DynamoDb = Omit<Vended['scope']['dynamodb'][number], 'access'> & { readonly access: readonly string[] };

const listed = (what: string, texts: readonly string[] | null | undefined): string[] =>
  texts ? [`${what} ${texts.join(', ')}`] : [];

/** A part of a bucket in words. */
export const s3Row = ({ resource, bucket, prefix, key, access }: S3): string[] => [
  's3',
  resource,
  bucket,
  key ?? (prefix || 'the whole bucket'),
  access.join(', '),
];

/** A part of a table in words. */
export const dynamodbRow = ({ resource, table: name, index, leadingKeys, attributes, access }: DynamoDb): string[] => {
  const part = [
    ...(index ? [`index ${index}`] : []),
    ...(leadingKeys ? listed('keys', leadingKeys) : ['every key']),
    ...listed('attributes', attributes),
  ];
  return ['dynamodb', resource, name, part.join('; '), access.join(', ')];
};

/** A role that is passed on in words. */
export const roleRow = ({ resource, roleArn }: NonNullable<Vended['scope']['role']>): string[] => [
  'role',
  resource,
  roleArn,
  '',
  'all that it may',
];

/** The heading of these rows. */
export const SCOPE_HEADING = ['service', 'resource', 'name', 'part', 'access'];

/** The scope, one row a part. */
export const scopeTable = ({ s3, dynamodb, role }: Vended['scope']): string =>
  table(SCOPE_HEADING, [...s3.map(s3Row), ...dynamodb.map(dynamodbRow), ...(role ? [roleRow(role)] : [])]);

/** Which grants could not be used, and why; nothing when all could. */
export const unusableText = (grants: Vended['unusableGrants']): string =>
  grants.map(({ name, reason }) => `\nThe grant ${printable(name)} was left out: ${printable(reason)}\n`).join('');

/** As `2026-11-23T22:15:00.000Z, in 15 minutes`. */
export const expiryText = (expiration: Date): string =>
  `${expiration.toISOString()}, in ${String(Math.round((expiration.getTime() - Date.now()) / 60_000))} minutes`;
