/** The story of one vend: caller → grants → asks → session policy → AssumeRole → credentials. */
import { callersGrants, preview, previewTooLarge, vended } from './answers.ts';
import { grantsOf } from './authorize.ts';
import type { Caller } from './caller.ts';
import type { AssumeRoleRequest, Ports, RoleSession } from './assumeRole.ts';
import { VendError } from './errors.ts';
import { explanationsOf, type Stated } from './explain/explanations.ts';
import { readRequests } from './explain/readRequests.ts';
import { decideVend, type Plan, planVend, statePlan, type VendRequest, type VendService } from './plan.ts';
import type { CredentialsPreview, Grant, VendedCredentials } from './schema.ts';
import { unlimitedPolicy } from './sessionPolicy.ts';

const assumeRoleRequest = (plan: Plan, caller: Caller, vendId: string): AssumeRoleRequest => ({
  RoleArn: plan.roleArn,
  RoleSessionName: vendId,
  SourceIdentity: caller.sub,
  DurationSeconds: plan.durationSeconds,
  Tags: plan.sessionTags,
  ...(plan.sessionPolicy !== undefined && { Policy: plan.sessionPolicy }),
  ...(plan.externalId !== undefined && { ExternalId: plan.externalId }),
});

/** A vend that was done. */
export interface Vend {
  readonly plan: Plan;
  readonly session: RoleSession;
  readonly credentials: VendedCredentials;
}

/**
 * Vends credentials. `vendId` is a fresh name for this vend: 2 to 64 of `[\w+=,.@-]`.
 *
 * @throws VendError with any code of `planVend` or of `assumeRole`
 */
export const vend =
  (service: VendService, { assumeRole }: Ports) =>
  async (caller: Caller, request: VendRequest, vendId: string): Promise<Vend> => {
    const plan = planVend(service, caller, request);
    const session = await assumeRole(assumeRoleRequest(plan, caller, vendId), plan);
    return { plan, session, credentials: vended(plan, session, vendId) };
  };

/**
 * What `vend` would do. A scope that is too large is answered with the scopes to vend in its place.
 *
 * @throws VendError what `planVend` throws, but for `ScopeTooLarge`; `InvalidScope` for requests that cannot be explained
 */
export const previewCredentials = (service: VendService, caller: Caller, request: VendRequest): CredentialsPreview => {
  const requests = readRequests(request.requests);
  const decision = decideVend(service, caller, request);
  const { usable } = grantsOf(service.grants, caller);
  const explained = (stated: Stated) =>
    explanationsOf(
      stated,
      requests,
      usable.map(({ grant }) => grant.resource),
    );
  try {
    const plan = statePlan(decision);
    return preview(plan, explained(plan));
  } catch (error) {
    if (!(error instanceof VendError) || error.code !== 'ScopeTooLarge') throw error;
    const { parts, identityTags } = decision;
    return previewTooLarge(
      decision,
      error.info,
      explained({ sessionPolicy: unlimitedPolicy(parts), sessionTags: identityTags }),
    );
  }
};

/** What the caller may ask for, in the order of grants.ts by kind: usable grants, roles, unusable grants. */
export const myGrants = (service: VendService, caller: Caller): readonly Grant[] =>
  callersGrants(grantsOf(service.grants, caller));
