/** What a vend will do for a caller: everything is decided here, nothing is done. */
import {
  type Admission,
  admittedParts,
  type AdmittedPart,
  authorize,
  authorizeEverything,
  authorizeRole,
  type CallersGrants,
  grantsOf,
} from './authorize.ts';
import type { Caller } from './caller.ts';
import type { CompiledGrant, Grants } from './compileGrants.ts';
import { type Bounds, boundsOf, durationWithin } from './duration.ts';
import { VendError } from './errors.ts';
import type { Deployment } from './resources.ts';
import { type Ask, readScope } from './scope.ts';
import { sessionPolicy } from './sessionPolicy.ts';
import { type SessionTag, sessionTagsFor } from './sessionTags.ts';

/** The arguments of vendCredentials and previewCredentials, as the client sent them. */
export interface VendRequest {
  readonly scope?: unknown;
  readonly durationSeconds?: unknown;
}

/** What a vend will do: decided, not yet done. */
export interface Plan {
  readonly deployment: Deployment;
  readonly roleArn: string;
  readonly externalId: string | undefined;
  /** Undefined: the role is passed on directly. */
  readonly sessionPolicy: string | undefined;
  readonly sessionTags: readonly SessionTag[];
  readonly bounds: Bounds;
  readonly durationSeconds: number;
  readonly admissions: readonly Admission[];
  readonly parts: readonly AdmittedPart[];
  readonly role: CompiledGrant | undefined;
  readonly unusable: CallersGrants['unusable'];
}

/** The service as deployed: its grants, and where it is. */
export interface VendService {
  readonly deployment: Deployment;
  readonly grants: Grants;
}

const planRole = (service: VendService, caller: Caller, grant: CompiledGrant, durationSeconds: unknown): Plan => {
  const bounds = boundsOf([grant]);
  return {
    deployment: service.deployment,
    roleArn: grant.resource.name,
    externalId: grant.resource.externalId,
    sessionPolicy: undefined,
    sessionTags: sessionTagsFor(service.grants.sessionTags, caller),
    bounds,
    durationSeconds: durationWithin(durationSeconds, bounds),
    admissions: [],
    parts: [],
    role: grant,
    unusable: [],
  };
};

/** All resources of a role have the same external id: `resourcesOf` sees to it. */
const oneRoleOf = (parts: readonly AdmittedPart[]): Pick<Plan, 'roleArn' | 'externalId'> => {
  const roles = new Map(parts.map(({ resource: { vendRoleArn, externalId } }) => [vendRoleArn, externalId]));
  const [role] = roles;
  if (role !== undefined && roles.size === 1) return { roleArn: role[0], externalId: role[1] };
  const aliases = [...roles.keys()].map((arn) => [
    ...new Set(parts.filter(({ resource }) => resource.vendRoleArn === arn).map(({ resource }) => resource.alias)),
  ]);
  throw new VendError(
    'MixedRoles',
    `The asks need credentials of ${String(roles.size)} roles. Vend them separately, in the groups of errorInfo.resources.`,
    {
      resources: aliases,
    },
  );
};

/** Asks that leave to the grants what they are on take what is usable: the rest is to be told. */
const unusableFor = (asks: readonly Ask[], { unusable }: CallersGrants): Plan['unusable'] => {
  const isOpen = ({ service: { part }, parts }: Ask) => parts?.some((asked) => part.isOpen?.(asked)) ?? true;
  const open = new Set(asks.filter(isOpen).map(({ alias }) => alias));
  return unusable.filter(({ grant }) => open.has(grant.resource.alias));
};

/**
 * Decides what a vend does for this caller, without doing it.
 *
 * @throws VendError `InvalidScope`, `NotGranted`, `ClaimUnusable`, `InvalidDuration`, `ScopeTooLarge`, `MixedRoles`
 */
export const planVend = (service: VendService, caller: Caller, request: VendRequest): Plan => {
  const scope = readScope(request.scope);
  const grants = grantsOf(service.grants, caller);
  if (scope !== 'everything' && 'role' in scope)
    return planRole(service, caller, authorizeRole(grants, scope.role), request.durationSeconds);

  const admissions = scope === 'everything' ? authorizeEverything(grants) : authorize(grants, scope.asks);
  const parts = admittedParts(admissions);
  const bounds = boundsOf(new Set(admissions.map(({ grant }) => grant)));
  return {
    deployment: service.deployment,
    ...oneRoleOf(parts),
    durationSeconds: durationWithin(request.durationSeconds, bounds),
    sessionPolicy: sessionPolicy(parts),
    sessionTags: sessionTagsFor(service.grants.sessionTags, caller),
    bounds,
    admissions,
    parts,
    role: undefined,
    unusable: scope === 'everything' ? grants.unusable : unusableFor(scope.asks, grants),
  };
};
