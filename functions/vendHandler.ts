/** Serves Mutation.vendCredentials. */
import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { Jwks } from 'aws-jwt-verify/jwk';
import type { Answer, Invocation } from '../core/invocation.ts';
import type { VendedCredentials } from '../core/schema.ts';
import { vend } from '../core/vend.ts';
import type { RoleSession } from '../core/assumeRole.ts';
import type { Plan } from '../core/plan.ts';
import { tokenOverhead } from '../core/policy/budget.ts';
import { answering, type LambdaContext } from './answer.ts';
import { assumeRole, stsClient } from './assumeRole.ts';
import { type Environment, serviceOf } from './service.ts';
import { verifyCaller } from './verifyCaller.ts';

// What the function keeps of its time for its own answer.
const MARGIN_MS = 500;

/** How large the token became, and how much of it the vend did not put in: what SESSION_TOKEN_OVERHEAD is to be set to, at least. */
const tokenFields = ({ sessionPolicy: policy, sessionTags: tags }: Plan, { sessionTokenSize: bytes }: RoleSession) =>
  bytes === undefined ? {} : { tokenBytes: bytes, tokenOverhead: tokenOverhead({ policy, tags }, bytes) };

/**
 * Makes the handler: grants are checked and keys fetched here, once.
 *
 * @param jwks the user pool's keys, where it is not on AWS
 * @param sts where STS is and how to sign, where it is not on AWS
 * @throws GrantsError
 */
export const vendHandler = ({
  environment,
  jwks,
  sts,
}: {
  readonly environment: Environment;
  readonly jwks?: Jwks;
  readonly sts?: STSClientConfig;
}) => {
  const service = serviceOf(environment);
  const verify = verifyCaller(environment, jwks);
  const client = stsClient({ region: service.deployment.region, ...sts });

  return (event: Partial<Invocation>, context: LambdaContext): Promise<Answer<VendedCredentials>> =>
    answering(context, async (note) => {
      const caller = await verify(event.authorization);
      note({ sub: caller.sub });
      const signal = AbortSignal.timeout(Math.max(1, context.getRemainingTimeInMillis() - MARGIN_MS));
      const { plan, session, credentials } = await vend(service, { assumeRole: assumeRole(client, signal) })(
        caller,
        event.arguments ?? {},
        context.awsRequestId,
      );
      note({
        grants: [...new Set(plan.role ? [plan.role.name] : plan.admissions.map(({ grant }) => grant.name))],
        policyCharacters: plan.sessionPolicy?.length,
        policyTags: plan.sessionTags.length - plan.identityTags.length,
        ...tokenFields(plan, session),
        expiration: credentials.expiration,
      });
      return credentials;
    });
};
