/** An effective scope as a table, and what goes with every answer about one. */
import type { VendCredentialsMutation } from '../operations.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

type Vended = VendCredentialsMutation['vendCredentials'];
type Scope = Vended['scope'];
type Part = Scope[Exclude<keyof Scope, 'role'>][number];

/** What every service's part has. */
const COMMON = new Set(['resource', 'region', 'access']);

const wordsOf = (field: string, value: string | readonly string[] | null): readonly string[] =>
  value === null || value === '' ? [] : [`${field} ${[value].flat().join(', ')}`];

/**
 * A part of a resource in words. The first field of its own is the resource's real name, where it has one: in every type of the
 * schema it stands between `resource` and `region`.
 */
export const partRow = (service: string, part: Part): string[] => {
  const fields = Object.entries<string | readonly string[] | null>(part);
  const [first] = fields.filter(([field]) => field !== 'resource');
  const name = first !== undefined && first[0] !== 'region' ? first : undefined;
  const rest = fields.filter(([field]) => !COMMON.has(field) && field !== name?.[0]);
  const text = rest.flatMap(([field, value]) => wordsOf(field, value)).join('; ');
  return [
    service,
    part.resource,
    name === undefined ? '' : String(name[1]),
    text || 'all of it',
    part.access.join(', '),
  ];
};

/** A role that is passed on in words. */
export const roleRow = ({ resource, roleArn }: NonNullable<Scope['role']>): string[] => [
  'role',
  resource,
  roleArn,
  '',
  'all that it may',
];

/** The heading of these rows. */
export const SCOPE_HEADING = ['service', 'resource', 'name', 'part', 'access'];

/** By service; a role comes last. */
const scopeRows = ({ role, ...services }: Scope): string[][] => [
  ...Object.entries(services).flatMap(([service, parts]: [string, readonly Part[]]) =>
    parts.map((part) => partRow(service, part)),
  ),
  ...(role ? [roleRow(role)] : []),
];

/** The scope, one row a part. */
export const scopeTable = (scope: Scope): string => table(SCOPE_HEADING, scopeRows(scope));

/** Which grants could not be used, and why; nothing when all could. */
export const unusableText = (grants: Vended['unusableGrants']): string =>
  grants.map(({ name, reason }) => `\nThe grant ${printable(name)} was left out: ${printable(reason)}\n`).join('');

/** What a grant demands of every request besides, as the Condition element of a policy in JSON. */
export const conditionsText = (grant: string, conditions: string): string =>
  `\nUnder the grant ${printable(grant)} every request must meet ${printable(conditions)}\n`;

/** As `2026-11-23T22:15:00.000Z, in 15 minutes`. */
export const expiryText = (expiration: Date): string =>
  `${expiration.toISOString()}, in ${String(Math.round((expiration.getTime() - Date.now()) / 60_000))} minutes`;
