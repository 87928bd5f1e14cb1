/** Decides which of the caller's grants admit what a scope asks for. */
import type { Caller } from './caller.ts';
import { claimUnusable, type Unusable } from './claims.ts';
import type { CompiledGrant, Grants } from './compileGrants.ts';
import { quote, VendError } from './errors.ts';
import type { Conditions } from './policy/document.ts';
import type { Resource } from './resources.ts';
import type { Ask } from './scope.ts';
import type { ScopeDefinition } from './scopes/defineScope.ts';

type GrantOnPart = CompiledGrant & { readonly on: NonNullable<CompiledGrant['on']> };

/** A grant with the caller's own values filled in. */
export interface UsableGrant {
  readonly grant: GrantOnPart;
  readonly part: unknown;
}

/** A grant of the caller's that a claim makes unusable. */
export interface UnusableGrant {
  readonly grant: CompiledGrant;
  readonly unusable: Unusable;
}

/** The caller's grants: on resources, roles to pass on, and those that cannot be used. */
export interface CallersGrants {
  readonly usable: readonly UsableGrant[];
  readonly roles: readonly CompiledGrant[];
  readonly unusable: readonly (UnusableGrant & { readonly grant: GrantOnPart })[];
}

/** A part of a resource with the access that is admitted there. */
export interface AdmittedPart {
  readonly service: ScopeDefinition;
  readonly resource: Resource;
  readonly part: unknown;
  /** In the schema's order. */
  readonly access: readonly string[];
  /** Those of the grant that admits it. */
  readonly conditions: Conditions | undefined;
}

/** Which grant admits which access to which part. */
export interface Admission {
  readonly service: ScopeDefinition;
  readonly part: unknown;
  readonly access: string;
  readonly grant: GrantOnPart;
}

const isOnPart = (grant: CompiledGrant): grant is GrantOnPart => grant.on !== undefined;

/** The grants that are the caller's, with its values filled in. */
export const grantsOf = ({ grants }: Grants, caller: Caller): CallersGrants => {
  const usable: UsableGrant[] = [];
  const roles: CompiledGrant[] = [];
  const unusable: CallersGrants['unusable'][number][] = [];
  for (const grant of grants) {
    if (!grant.admits(caller)) continue;
    if (!isOnPart(grant)) {
      roles.push(grant);
      continue;
    }
    const filled = grant.on.template.fill(caller);
    if ('part' in filled) usable.push({ grant, part: filled.part });
    else unusable.push({ grant, unusable: filled.unusable });
  }
  return { usable, roles, unusable };
};

/** The services of which some grant is the caller's, usable or not. */
export const kindsOf = ({ usable, unusable }: CallersGrants): ReadonlySet<string> =>
  new Set([...usable, ...unusable].map(({ grant }) => grant.on.service.name));

const refuse = (ask: Ask, asked: unknown, access: string, { unusable }: CallersGrants): never => {
  const { part: language } = ask.service;
  const info = {
    path: ask.path,
    resource: ask.alias,
    access,
    ...(asked === undefined ? {} : language.show(asked)),
  };
  const might = unusable.find(
    ({ grant: { on, resource } }) =>
      resource.alias === ask.alias &&
      on.access.includes(access) &&
      on.service === ask.service &&
      (asked === undefined || on.template.mayCover(asked)),
  );
  if (might) throw claimUnusable(might.unusable, info);
  const part = asked === undefined ? '' : language.text(asked);
  throw new VendError(
    'NotGranted',
    `No grant of yours covers ${access} on ${quote(ask.alias)}${part === '' ? '' : ` at ${quote(part)}`} (${ask.path}). Query myGrants for what you may ask for.`,
    info,
  );
};

const isUnconditional = ({ grant }: Admission): boolean => grant.on.conditions === undefined;

/** Of admissions of the same part, the best: without conditions rather than with, then the one that lasts longest. */
const bestOfEach = (admissions: readonly Admission[]): readonly Admission[] => {
  if (admissions.length < 2) return admissions;
  const best = new Map<string, Admission>();
  const isBetter = (one: Admission, other: Admission): boolean =>
    isUnconditional(one) === isUnconditional(other)
      ? one.grant.maxDurationSeconds > other.grant.maxDurationSeconds
      : isUnconditional(one);
  for (const admission of admissions) {
    const key = admission.service.part.identity(admission.part);
    const known = best.get(key);
    if (known === undefined || isBetter(admission, known)) best.set(key, admission);
  }
  return [...best.values()];
};

/** The admissions of one ask, for each access value and part. Where several grants cover a part, the best. */
const admit = (ask: Ask, grants: CallersGrants): readonly Admission[] => {
  const { service, parts = [undefined] } = ask;
  const onResource = grants.usable.filter(
    ({ grant }) => grant.resource.alias === ask.alias && grant.on.service === service,
  );
  return ask.access.flatMap((access) => {
    const giving = onResource.filter(({ grant }) => grant.on.access.includes(access));
    return parts.flatMap((asked) => {
      const admissions = giving.flatMap(({ grant, part: granted }) => {
        const part = asked === undefined ? granted : service.part.within(granted, asked);
        return part === undefined ? [] : [{ service, part, access, grant }];
      });
      if (admissions.length === 0) return refuse(ask, asked, access, grants);
      return asked === undefined ? admissions : bestOfEach(admissions);
    });
  });
};

/**
 * Admits every ask, each access value on its own: one may be covered by one grant and one by another.
 *
 * @throws VendError `NotGranted` or `ClaimUnusable` for the first ask that no grant covers
 */
export const authorize = (grants: CallersGrants, asks: readonly Ask[]): readonly Admission[] =>
  asks.flatMap((ask) => admit(ask, grants));

/**
 * Admits everything that the caller's usable grants allow, roles excepted.
 *
 * @throws VendError `NotGranted` or `ClaimUnusable` when that is nothing
 */
export const authorizeEverything = (grants: CallersGrants): readonly Admission[] => {
  const admissions = grants.usable.flatMap(({ grant, part }) =>
    grant.on.access.map((access) => ({ service: grant.on.service, part, access, grant })),
  );
  if (admissions.length > 0) return admissions;
  const [unusable] = grants.unusable;
  if (unusable) throw claimUnusable(unusable.unusable);
  throw new VendError(
    'NotGranted',
    'No grant on any resource is yours. Ask those who run the service to put you into a group that has one, then sign in again.',
  );
};

/**
 * Admits passing a role on directly.
 *
 * @throws VendError `NotGranted`, the same for a role that does not exist
 */
export const authorizeRole = ({ roles }: CallersGrants, alias: string): CompiledGrant => {
  const [first, ...others] = roles.filter(({ resource }) => resource.alias === alias);
  if (first === undefined) {
    throw new VendError(
      'NotGranted',
      `No grant of yours passes on a role ${quote(alias)}. Query myGrants for what you may ask for.`,
      { path: 'scope.role', role: alias },
    );
  }
  return others.reduce((best, next) => (next.maxDurationSeconds > best.maxDurationSeconds ? next : best), first);
};

/** Merges admissions into parts with their access, in order of first mention. */
export const admittedParts = (admissions: readonly Admission[]): readonly AdmittedPart[] => {
  const parts = new Map<string, { part: Omit<AdmittedPart, 'access'>; access: Set<string> }>();
  for (const { service, part, access, grant } of admissions) {
    const { conditions } = grant.on;
    const under = conditions === undefined ? '' : JSON.stringify(conditions);
    const key = `${grant.resource.alias} ${under} ${service.part.identity(part)}`;
    const known = parts.get(key);
    if (known) known.access.add(access);
    else parts.set(key, { part: { service, resource: grant.resource, part, conditions }, access: new Set([access]) });
  }
  return [...parts.values()].map(({ part, access }) => ({
    ...part,
    access: access.size === 1 ? [...access] : Object.keys(part.service.access).filter((value) => access.has(value)),
  }));
};
