/** The story of one vend: caller → grants → asks → session policy → AssumeRole → credentials. */
import { callersGrants, preview, vended } from './answers.ts';
import { grantsOf } from './authorize.ts';
import type { Caller } from './caller.ts';
import type { AssumeRoleRequest, Ports } from './assumeRole.ts';
import { type Plan, planVend, type VendRequest, type VendService } from './plan.ts';
import type { CredentialsPreview, Grant, VendedCredentials } from './schema.ts';

const assumeRoleRequest = (plan: Plan, caller: Caller, vendId: string): AssumeRoleRequest => ({
  RoleArn: plan.roleArn,
  RoleSessionName: vendId,
  SourceIdentity: caller.sub,
  DurationSeconds: plan.durationSeconds,
  Tags: plan.sessionTags,
  ...(plan.sessionPolicy !== undefined && { Policy: plan.sessionPolicy }),
  ...(plan.externalId !== undefined && { ExternalId: plan.externalId }),
});

/**
 * Vends credentials. `vendId` is a fresh name for this vend: 2 to 64 of `[\w+=,.@-]`.
 *
 * @throws VendError with any code of `planVend` or of `assumeRole`
 */
export const vend =
  (service: VendService, { assumeRole }: Ports) =>
  async (
    caller: Caller,
    request: VendRequest,
    vendId: string,
  ): Promise<{ readonly plan: Plan; readonly credentials: VendedCredentials }> => {
    const plan = planVend(service, caller, request);
    const session = await assumeRole(assumeRoleRequest(plan, caller, vendId), plan);
    return { plan, credentials: vended(plan, session, vendId) };
  };

/** What `vend` would do. Throws what it would throw. */
export const previewCredentials = (service: VendService, caller: Caller, request: VendRequest): CredentialsPreview =>
  preview(planVend(service, caller, request));

/** What the caller may ask for, in the order of grants.ts by kind: usable grants, roles, unusable grants. */
export const myGrants = (service: VendService, caller: Caller): readonly Grant[] =>
  callersGrants(grantsOf(service.grants, caller));
