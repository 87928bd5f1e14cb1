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
  kindsOf,
} from './authorize.ts';
import type { Caller } from './caller.ts';
import type { CompiledGrant, Grants } from './compileGrants.ts';
import { type Bounds, boundsOf, durationWithin } from './duration.ts';
import { VendError } from './errors.ts';
import type { Deployment } from './resources.ts';
import { type Ask, readScope } from './scope.ts';
import { ASSUMED_TOKEN_OVERHEAD, contentBytes, roomInToken, TAG_LIMIT } from './policy/budget.ts';
import { type Room, sessionPolicy } from './sessionPolicy.ts';
import { type SessionTag, sessionTagsFor } from './sessionTags.ts';

/** The arguments of vendCredentials and previewCredentials, as the client sent them. */
export interface VendRequest {
  readonly scope?: unknown;
  readonly durationSeconds?: unknown;
  /** Of a preview alone: the requests to be explained. */
  readonly requests?: unknown;
}

/** What a caller may have, and of what role, before it is stated as a session policy. */
export interface Decision {
  readonly deployment: Deployment;
  readonly roleArn: string;
  readonly externalId: string | undefined;
  /** The tags that say who the caller is. */
  readonly identityTags: readonly SessionTag[];
  /** What of the session's room is left for a session policy. */
  readonly room: Room;
  /** As the service's, or as it is assumed. */
  readonly tokenOverhead: number;
  readonly bounds: Bounds;
  readonly durationSeconds: number;
  readonly admissions: readonly Admission[];
  readonly parts: readonly AdmittedPart[];
  readonly role: CompiledGrant | undefined;
  readonly unusable: CallersGrants['unusable'];
}

/** What a vend will do: decided, not yet done. */
export interface Plan extends Decision {
  /** Undefined: the role is passed on directly. */
  readonly sessionPolicy: string | undefined;
  /** Those of the caller, then those that the session policy names. */
  readonly sessionTags: readonly SessionTag[];
}

/** The service as deployed: its grants, and where it is. */
export interface VendService {
  readonly deployment: Deployment;
  readonly grants: Grants;
  /** What session tokens here were seen to have besides what a vend puts into them, in bytes; left out: an assumption. */
  readonly tokenOverhead?: number | undefined;
}

const tagsAndRoom = (
  { grants: { sessionTags }, tokenOverhead = ASSUMED_TOKEN_OVERHEAD }: VendService,
  caller: Caller,
): Pick<Decision, 'identityTags' | 'room' | 'tokenOverhead'> => {
  const identityTags = sessionTagsFor(sessionTags, caller);
  const tokenBytes = roomInToken(tokenOverhead) - contentBytes({ policy: undefined, tags: identityTags });
  return { identityTags, room: { tags: TAG_LIMIT - sessionTags.size, tokenBytes }, tokenOverhead };
};

const decideRole = (service: VendService, caller: Caller, grant: CompiledGrant, durationSeconds: unknown): Decision => {
  const bounds = boundsOf([grant]);
  return {
    deployment: service.deployment,
    roleArn: grant.resource.name,
    externalId: grant.resource.externalId,
    ...tagsAndRoom(service, caller),
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
 * Decides what a caller may have, without stating it.
 *
 * @throws VendError `InvalidScope`, `NotGranted`, `ClaimUnusable`, `InvalidDuration`, `MixedRoles`
 */
export const decideVend = (service: VendService, caller: Caller, request: VendRequest): Decision => {
  const grants = grantsOf(service.grants, caller);
  const scope = readScope(request.scope, kindsOf(grants));
  if (scope !== 'everything' && 'role' in scope)
    return decideRole(service, caller, authorizeRole(grants, scope.role), request.durationSeconds);

  const admissions = scope === 'everything' ? authorizeEverything(grants) : authorize(grants, scope.asks);
  const parts = admittedParts(admissions);
  const bounds = boundsOf(new Set(admissions.map(({ grant }) => grant)));
  return {
    deployment: service.deployment,
    ...oneRoleOf(parts),
    ...tagsAndRoom(service, caller),
    durationSeconds: durationWithin(request.durationSeconds, bounds),
    bounds,
    admissions,
    parts,
    role: undefined,
    unusable: scope === 'everything' ? grants.unusable : unusableFor(scope.asks, grants),
  };
};

/**
 * States what was decided.
 *
 * @throws VendError `ScopeTooLarge`
 */
export const statePlan = (decision: Decision): Plan => {
  const { role, parts, identityTags, room } = decision;
  if (role) return { ...decision, sessionPolicy: undefined, sessionTags: identityTags };
  const { text, tags } = sessionPolicy(parts, room);
  return { ...decision, sessionPolicy: text, sessionTags: [...identityTags, ...tags] };
};

/**
 * Decides what a vend does for this caller, without doing it.
 *
 * @throws VendError as `decideVend` and `statePlan` do
 */
export const planVend = (service: VendService, caller: Caller, request: VendRequest): Plan =>
  statePlan(decideVend(service, caller, request));
