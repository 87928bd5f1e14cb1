/** From admitted parts to the session policy, and to scopes that fit when it would be too large. */
import type { AdmittedPart } from './authorize.ts';
import { VendError } from './errors.ts';
import { pack } from './policy/pack.ts';
import type { Permission } from './scopes/defineScope.ts';

/** The most characters of a session policy: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const POLICY_LIMIT = 2048;

/** A scope as a client would give it. */
export type ScopeText = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Leaves out parts that another part covers with no less access. */
const withoutCovered = (parts: readonly AdmittedPart[]): readonly AdmittedPart[] =>
  parts.filter(
    (inner) =>
      !parts.some(
        (outer) =>
          outer !== inner &&
          outer.resource === inner.resource &&
          outer.service.part.covers?.(outer.part, inner.part) === true &&
          inner.access.every((value) => outer.access.includes(value)),
      ),
  );

const permissionsOf = (
  { service, resource, part, access }: AdmittedPart,
  parts: readonly AdmittedPart[],
): readonly Permission[] => {
  const also = (value: string): boolean =>
    access.includes(value) ||
    parts.some(
      (other) =>
        other.resource === resource &&
        other.access.includes(value) &&
        service.part.within(other.part, part) !== undefined,
    );
  return access.flatMap((value) => service.access[value]?.(resource, part, also) ?? []);
};

/** What stating the parts together allows. */
export const statedPermissions = (parts: readonly AdmittedPart[]): readonly Permission[] =>
  parts.flatMap((part) => permissionsOf(part, parts));

const policyOf = (parts: readonly AdmittedPart[]): string => pack(statedPermissions(parts));

const scopeText = (parts: readonly AdmittedPart[]): ScopeText => {
  const scope: Record<string, Readonly<Record<string, unknown>>[]> = {};
  for (const { service, resource, part, access } of parts) {
    (scope[service.name] ??= []).push({ resource: resource.alias, ...service.part.ask(part), access });
  }
  return scope;
};

/** How many parts from `from` on fit into one policy. Each further part adds characters: double until too many, then halve. */
const runThatFits = (parts: readonly AdmittedPart[], from: number): number => {
  const fits = (count: number) => policyOf(parts.slice(from, from + count)).length <= POLICY_LIMIT;
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

/** Groups of parts whose policies fit; undefined when one part alone does not. */
const split = (parts: readonly AdmittedPart[]): readonly ScopeText[] | undefined => {
  const groups: ScopeText[] = [];
  for (let from = 0; from < parts.length;) {
    const count = runThatFits(parts, from);
    if (count === 0) return undefined;
    groups.push(scopeText(parts.slice(from, from + count)));
    from += count;
  }
  return groups;
};

/** Two halves: what is left to try when AWS finds too large what fits by characters. */
export const halves = (parts: readonly AdmittedPart[]): readonly ScopeText[] | undefined => {
  if (parts.length < 2) return undefined;
  const middle = Math.ceil(parts.length / 2);
  return [scopeText(parts.slice(0, middle)), scopeText(parts.slice(middle))];
};

/**
 * The session policy that states the parts exactly.
 *
 * @throws VendError `ScopeTooLarge` with the size, the limit, and as `split` scopes that together mean the same and fit
 */
export const sessionPolicy = (admitted: readonly AdmittedPart[]): string => {
  const parts = withoutCovered(admitted);
  const policy = policyOf(parts);
  if (policy.length <= POLICY_LIMIT) return policy;
  const scopes = split(parts);
  const next = scopes
    ? `Vend the ${String(scopes.length)} scopes in errorInfo.split, or ask for more at once, such as a prefix above them`
    : 'Ask for more at once, such as a prefix above it';
  throw new VendError(
    'ScopeTooLarge',
    `The session policy would have ${String(policy.length)} characters, AWS takes ${String(POLICY_LIMIT)}. ${next}.`,
    {
      characters: policy.length,
      limit: POLICY_LIMIT,
      split: scopes ?? null,
    },
  );
};
