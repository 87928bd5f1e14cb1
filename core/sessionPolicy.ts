/** From admitted parts to the session policy, and to scopes that fit when it would be too large. */
import type { AdmittedPart } from './authorize.ts';
import { VendError } from './errors.ts';
import { bothConditions } from './grantConditions.ts';
import type { Conditions } from './policy/document.ts';
import { contentBytes, POLICY_LIMIT } from './policy/budget.ts';
import { pack, policyText } from './policy/pack.ts';
import { areWithinOthers, means } from './policy/unpack.ts';
import { type PackedPolicy, withTags } from './policy/withTags.ts';
import type { Permission } from './scopes/defineScope.ts';

/** A scope as a client would give it. */
export type ScopeText = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Whether what meets the conditions of `inner` meets those of `outer`, as far as can be seen at a glance. */
const isUnder = ({ conditions: outer }: AdmittedPart, { conditions: inner }: AdmittedPart): boolean =>
  outer === undefined || outer === inner || JSON.stringify(outer) === JSON.stringify(inner);

/** Leaves out parts that another part covers with no less access. */
const withoutCovered = (parts: readonly AdmittedPart[]): readonly AdmittedPart[] =>
  parts.filter((inner) => {
    const { covers } = inner.service.part;
    return (
      covers === undefined ||
      !parts.some(
        (outer) =>
          outer !== inner &&
          outer.resource === inner.resource &&
          isUnder(outer, inner) &&
          covers(outer.part, inner.part) &&
          inner.access.every((value) => outer.access.includes(value)),
      )
    );
  });

const underConditions = (permission: Permission, conditions: Conditions): Permission => {
  if (permission.byService) return permission;
  const both = bothConditions(permission.conditions, conditions);
  return both === undefined ? permission : { ...permission, conditions: both };
};

const permissionsOf = (admitted: AdmittedPart, parts: readonly AdmittedPart[]): readonly Permission[] => {
  const { service, resource, part, access, conditions } = admitted;
  const also = (value: string): boolean =>
    access.includes(value) ||
    parts.some(
      (other) =>
        other.resource === resource &&
        isUnder(other, admitted) &&
        other.access.includes(value) &&
        service.part.within(other.part, part) !== undefined,
    );
  const permissions = access.flatMap((value) => service.access[value]?.(resource, part, also) ?? []);
  return conditions === undefined
    ? permissions
    : permissions.map((permission) => underConditions(permission, conditions));
};

/** What stating the parts together allows. */
export const statedPermissions = (parts: readonly AdmittedPart[]): readonly Permission[] =>
  parts.flatMap((part) => permissionsOf(part, parts));

const scopeText = (parts: readonly AdmittedPart[]): ScopeText => {
  const scope: Record<string, Readonly<Record<string, unknown>>[]> = {};
  for (const { service, resource, part, access } of parts) {
    (scope[service.name] ??= []).push({ resource: resource.alias, ...service.part.ask(part), access });
  }
  return scope;
};

/** How a policy is packed: what of the session's room is left for it. */
export interface Room {
  /** How many session tags are free. */
  readonly tags: number;
  /** Bytes of policy and tags for which the session token is sure not to become too large. Only with tags is that asked for. */
  readonly tokenBytes: number;
  /** Bytes of policy and tags that AWS takes, as far as it has said so. */
  readonly takenBytes?: number;
}

/** The first step of the ladder that fits: as it is, then with tags. Undefined: none does, or only as a session token too large. */
const packFor = (
  permissions: readonly Permission[],
  { tags, tokenBytes, takenBytes = Infinity }: Room,
): PackedPolicy | undefined => {
  const statements = pack(permissions);
  const text = policyText(statements);
  if (text.length > POLICY_LIMIT)
    return withTags(statements, { characters: POLICY_LIMIT, tags, bytes: Math.min(tokenBytes, takenBytes) });
  return contentBytes({ policy: text, tags: [] }) <= takenBytes ? { text, tags: [] } : undefined;
};

/** How many parts from `from` on fit into one policy. Each further part adds to it: double until too many, then halve. */
const runThatFits = (parts: readonly AdmittedPart[], from: number, room: Room): number => {
  const fits = (count: number) => packFor(statedPermissions(parts.slice(from, from + count)), room) !== undefined;
  const rest = parts.length - from;
  let most = 0;
  let tooMany = 1;
  while (tooMany <= rest && fits(tooMany)) {
    most = tooMany;
    tooMany = Math.min(tooMany * 2, rest + 1);
    if (most === rest) return most;
  }
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (fits(middle)) most = middle;
    else tooMany = middle;
  }
  return most;
};

/** Scopes that together mean the parts and each fit; undefined when one part alone does not. */
export const splitFor = (admitted: readonly AdmittedPart[], room: Room): readonly ScopeText[] | undefined => {
  const parts = withoutCovered(admitted);
  const scopes: ScopeText[] = [];
  for (let from = 0; from < parts.length;) {
    const count = runThatFits(parts, from, room);
    if (count === 0) return undefined;
    scopes.push(scopeText(parts.slice(from, from + count)));
    from += count;
  }
  return scopes;
};

/** Two halves: what is left to try when AWS finds too large what fits by characters. */
export const halves = (parts: readonly AdmittedPart[]): readonly ScopeText[] | undefined => {
  if (parts.length < 2) return undefined;
  const middle = Math.ceil(parts.length / 2);
  return [scopeText(parts.slice(0, middle)), scopeText(parts.slice(middle))];
};

const tooLarge = (permissions: readonly Permission[], split: readonly ScopeText[] | undefined): VendError => {
  const characters = policyText(pack(permissions)).length;
  const next = split
    ? `Vend the ${String(split.length)} scopes in errorInfo.split, or ask for more at once, such as a prefix above them`
    : 'Ask for more at once, such as a prefix above it';
  return new VendError(
    'ScopeTooLarge',
    `The session policy would have ${String(characters)} characters, AWS takes ${String(POLICY_LIMIT)}, and session tags do not make up for it. ${next}.`,
    { characters, limit: POLICY_LIMIT, split: split ?? null },
  );
};

/**
 * The session policy that states the parts exactly, with the session tags that it leans on.
 *
 * @throws VendError `ScopeTooLarge` with the size, the limit, and as `split` scopes that together mean the same and fit;
 * `Internal` when what was packed does not mean the parts
 */
export const sessionPolicy = (admitted: readonly AdmittedPart[], room: Room): PackedPolicy => {
  const parts = withoutCovered(admitted);
  const permissions = statedPermissions(parts);
  const packed = packFor(permissions, room);
  if (packed === undefined) throw tooLarge(permissions, splitFor(parts, room));
  // What was left out as covered is to be covered by what is stated, as the permissions say it.
  const leftOut = admitted.length > parts.length && admitted.filter((part) => !parts.includes(part));
  if (!means(packed, permissions) || (leftOut && !areWithinOthers(statedPermissions(leftOut), permissions)))
    throw new VendError(
      'Internal',
      'The packed policy does not mean what was asked for.',
      {},
      { cause: { name: 'UnpackMismatch' } },
    );
  return packed;
};

/** What the session policy would be if there were no limit to its size. */
export const unlimitedPolicy = (parts: readonly AdmittedPart[]): string =>
  policyText(pack(statedPermissions(withoutCovered(parts))));
