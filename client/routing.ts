/** Which scope covers what a request is for, and how closely. */
import type { DynamoDbAccess, S3Access, ScopeInput } from './operations.ts';
import type { VendedCredentials } from './vendedCredentials.ts';

/** One access value or several; left out, or none: whatever there is. */
type Wanted<Access> = Access | readonly Access[] | undefined;

/** An object, by its key, or the keys that begin with a prefix, of the bucket with this alias. */
export type S3Target = { readonly resource: string; readonly access?: Wanted<S3Access> } & (
  { readonly key: string; readonly prefix?: never } | { readonly prefix: string; readonly key?: never }
);

/** The items under a partition key's value, of the table with this alias or of an index of it. */
export interface DynamoDbTarget {
  readonly resource: string;
  readonly leadingKey: string;
  readonly index?: string | undefined;
  /** The attributes that requests name; left out: all. */
  readonly attributes?: readonly string[] | undefined;
  readonly access?: Wanted<DynamoDbAccess>;
}

/** A role that is passed on. */
export interface RoleTarget {
  readonly role: string;
}

type Service = Exclude<keyof ScopeInput, 'role'>;
type AskOf<Name extends Service> = NonNullable<ScopeInput[Name]>[number];

/**
 * A part of a resource of any service but S3 and DynamoDB, by the fields that its asks have: `{ service: 'iot', resource: 'broker',
 * topic: 'a/b' }`. What is left out may be any. A field is covered by its like, and `topic` also by a `topicPrefix` above it, as is `parameter` by a `path`.
 */
export type ServiceTarget = {
  [Name in Exclude<Service, 's3' | 'dynamodb'>]: {
    readonly service: Name;
    readonly access?: Wanted<AskOf<Name>['access'][number]>;
  } & Omit<AskOf<Name>, 'access'>;
}[Exclude<Service, 's3' | 'dynamodb'>];

/** What a request is for. */
export type Target = S3Target | DynamoDbTarget | ServiceTarget | RoleTarget;

/** A scope that was asked for, or the effective one of an answer. A part that is left out may be any. */
export type AnyScope = ScopeInput | VendedCredentials['scope'];

type S3Part = NonNullable<AnyScope['s3']>[number];
type DynamoDbPart = NonNullable<AnyScope['dynamodb']>[number];

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/** Segments that two paths have in common from the start, when the first is all of them; a prefix ends with a slash. */
const segmentsUnder = (prefix: string, path: string): number | undefined => {
  const [above, below] = [prefix.split('/'), path.split('/')];
  if (above.pop() !== '' || above.length === 0 || below.length <= above.length) return undefined;
  return above.every((segment, index) => segment === below[index]) ? above.length : undefined;
};

const closenessOfObject = ({ key, prefix }: S3Target, part: S3Part): number | undefined => {
  if (typeof part.key === 'string') return part.key === key ? part.key.split('/').length : undefined;
  // JavaScript may name neither, which is the whole bucket.
  const path = key ?? prefix;
  // An answer's empty prefix is the whole bucket. No ask can have one.
  if (typeof part.prefix === 'string' && part.prefix !== '')
    return isAbsent(path) ? undefined : segmentsUnder(part.prefix, path);
  return isAbsent(part.prefix) || part.prefix === '' ? 0 : undefined;
};

const closenessOfItem = (target: DynamoDbTarget, part: DynamoDbPart): number | undefined => {
  const { attributes, leadingKeys } = part;
  if ((part.index ?? undefined) !== target.index) return undefined;
  if (attributes && !target.attributes?.every((attribute) => attributes.includes(attribute))) return undefined;
  if (isAbsent(leadingKeys)) return 0;
  // Of a text, `includes` would find a part.
  return Array.isArray(leadingKeys) && leadingKeys.includes(target.leadingKey) ? 1 : undefined;
};

interface Part {
  readonly resource: string;
  readonly access: readonly string[];
}

type PartFields = Readonly<Record<string, unknown>>;

/** The two fields that a service has for its paths: for one name, and for all under a prefix. A field that is no path's has the first. */
const pathFieldsOf = (service: Service, field: string): readonly [exact: string, prefix: string] => {
  if (service === 'ssm') return ['parameter', 'path'];
  return field.endsWith('Prefix') ? [field.slice(0, -'Prefix'.length), field] : [field, `${field}Prefix`];
};

const closenessOfField = (service: Service, part: PartFields, field: string, value: string): number | undefined => {
  const [exactField, prefixField] = pathFieldsOf(service, field);
  const isPrefix = field === prefixField;
  const exact = part[exactField];
  const above = part[prefixField];
  if (!isAbsent(exact)) return !isPrefix && exact === value ? value.split('/').length : undefined;
  if (isAbsent(above) || above === '') return 0;
  return typeof above === 'string' ? segmentsUnder(above, value) : undefined;
};

const closenessOfPart = (service: Service, wanted: PartFields, part: PartFields): number | undefined => {
  let closeness = 0;
  for (const [field, value] of Object.entries(wanted)) {
    if (isAbsent(value)) continue;
    const close = typeof value === 'string' ? closenessOfField(service, part, field, value) : undefined;
    if (close === undefined) return undefined;
    closeness += close;
  }
  return closeness;
};

/** Of the parts that cover it, the closest; each access value that is wanted may be another part's, and the least close counts. */
const closest = <One extends Part>(
  parts: readonly One[] | null | undefined,
  { resource, access }: { readonly resource: string; readonly access?: string | readonly string[] | undefined },
  closeness: (part: One) => number | undefined,
): number | undefined => {
  const covering = (parts ?? [])
    .filter((part) => part.resource === resource)
    .flatMap((part) => {
      const close = closeness(part);
      return close === undefined ? [] : [{ close, access: part.access }];
    });
  const best = (those: typeof covering) =>
    those.length > 0 ? Math.max(...those.map(({ close }) => close)) : undefined;
  const wanted = access === undefined ? [] : [access].flat();
  if (wanted.length === 0) return best(covering);
  const each = wanted.map((value) => best(covering.filter((part) => part.access.includes(value))));
  return each.reduce((least, close) =>
    least === undefined || close === undefined ? undefined : Math.min(least, close),
  );
};

/**
 * How closely a scope covers it: whole segments of a path, one for a partition key, none for all of a resource. Undefined when it
 * does not.
 */
export const closenessOf = (target: Target, scope: AnyScope): number | undefined => {
  if ('role' in target) {
    const { role } = scope;
    return (typeof role === 'string' ? role : role?.resource) === target.role ? 0 : undefined;
  }
  // JavaScript may name S3 and DynamoDB as it names the other services.
  const isNamed = 'service' in target && !['s3', 'dynamodb'].includes(target.service);
  if (isNamed) {
    const { service, resource, access, ...wanted } = target;
    const parts: unknown = Object.hasOwn(scope, service) ? scope[service] : undefined;
    return closest(parts as readonly Part[], { resource, access }, (part) =>
      closenessOfPart(service, wanted, { ...part }),
    );
  }
  if ('leadingKey' in target) return closest(scope.dynamodb, target, (part) => closenessOfItem(target, part));
  const object = target as S3Target;
  return closest(scope.s3, object, (part) => closenessOfObject(object, part));
};
