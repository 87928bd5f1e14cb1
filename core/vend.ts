/** The story of one vend: caller → grants → asks → session policy → AssumeRole → credentials. */
import { vended } from './answers.ts';
import type { Caller } from './caller.ts';
import type { AssumeRoleRequest, Ports, RoleSession } from './assumeRole.ts';
import { type Plan, planVend, type VendRequest, type VendService } from './plan.ts';
import type { VendedCredentials } from './schema.ts';

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
