/** What can be known before a vend: what it would do, and what there is to ask for. Apart from vend.ts, so that a vend need not load it. */
import { callersGrants, preview, previewTooLarge } from './answers.ts';
import { grantsOf } from './authorize.ts';
import type { Caller } from './caller.ts';
import { VendError } from './errors.ts';
import { explanationsOf, type Stated } from './explain/explanations.ts';
import { readRequests } from './explain/readRequests.ts';
import { decideVend, statePlan, type VendRequest, type VendService } from './plan.ts';
import type { CredentialsPreview, Grant } from './schema.ts';
import { unlimitedPolicy } from './sessionPolicy.ts';

/**
 * What `vend` would do. A scope that is too large is answered with the scopes to vend in its place.
 *
 * @throws VendError what `planVend` throws, but for `ScopeTooLarge`; `InvalidScope` for requests that cannot be explained
 */
export const previewCredentials = (service: VendService, caller: Caller, request: VendRequest): CredentialsPreview => {
  const requests = readRequests(request.requests);
  const decision = decideVend(service, caller, request);
  const explained = (stated: Stated) =>
    requests.length === 0
      ? []
      : explanationsOf(
          stated,
          requests,
          grantsOf(service.grants, caller).usable.map(({ grant: { resource, on } }) => ({
            resource,
            access: new Set(on.access),
          })),
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
