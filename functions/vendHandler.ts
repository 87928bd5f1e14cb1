/** Serves Mutation.vendCredentials. */
import type { STSClient, STSClientConfig } from '@aws-sdk/client-sts';
import type { Jwks } from 'aws-jwt-verify/jwk';
import type { Answer, Invocation } from '../core/invocation.ts';
import type { VendedCredentials } from '../core/schema.ts';
import type { Ports, RoleSession } from '../core/assumeRole.ts';
import type { Plan } from '../core/plan.ts';
import { scopeSummary } from '../core/scopeSummary.ts';
import { vend } from '../core/vend.ts';
import { tokenOverhead } from '../core/policy/budget.ts';
import { answering, type LambdaContext, type LogFields, type Note, type WriteLine } from './answer.ts';
import { assumeRole, stsClient } from './assumeRole.ts';
import { type Environment, serviceOf } from './service.ts';
import { verifyCaller } from './verifyCaller.ts';

// What the function keeps of its time for its own answer.
const MARGIN_MS = 500;

/** How large the token became, and how much of it the vend did not put in: what SESSION_TOKEN_OVERHEAD is to be set to, at least. */
const tokenFields = ({ sessionPolicy: policy, sessionTags: tags }: Plan, { sessionTokenSize: bytes }: RoleSession) =>
  bytes === undefined ? {} : { tokenBytes: bytes, tokenOverhead: tokenOverhead({ policy, tags }, bytes) };

/** Which grants, what they give, and by which role. */
const planned = (plan: Plan): LogFields => ({
  grants: [...new Set(plan.role ? [plan.role.name] : plan.admissions.map(({ grant }) => grant.name))],
  scope: scopeSummary(plan),
  role: plan.roleArn,
});

/** The port, which notes what is asked of STS before and how long it took after, whatever comes of it. */
const noting =
  (port: Ports['assumeRole'], note: Note): Ports['assumeRole'] =>
  async (request, plan) => {
    note(planned(plan));
    const start = performance.now();
    try {
      return await port(request, plan);
    } finally {
      note({}, { StsLatency: Math.round(performance.now() - start) });
    }
  };

/**
 * Makes the handler: grants are checked and keys fetched here, once.
 *
 * @param jwks the user pool's keys, where it is not on AWS
 * @param sts where STS is and how to sign, where it is not on AWS
 * @param writeLine where the log goes: the console, when left out
 * @param warmUp makes a first call by the client at once; the first vend waits until it settles, and it never rejects
 * @throws GrantsError
 */
export const vendHandler = ({
  environment,
  jwks,
  sts,
  writeLine,
  warmUp,
}: {
  readonly environment: Environment;
  readonly jwks?: Jwks;
  readonly sts?: STSClientConfig;
  readonly writeLine?: WriteLine;
  readonly warmUp?: (client: STSClient) => Promise<void>;
}) => {
  const service = serviceOf(environment);
  const verify = verifyCaller(environment, jwks);
  const logging = { grants: service.grants, service: environment['SERVICE_NAME'], writeLine };
  const client = stsClient({ region: service.deployment.region, ...sts });
  const warm = warmUp?.(client);

  return (event: Partial<Invocation>, context: LambdaContext): Promise<Answer<VendedCredentials>> =>
    answering(context, logging, async (note) => {
      const caller = await verify(event.authorization);
      note({ sub: caller.sub });
      // A connection that is being opened is there sooner than another.
      await warm;
      const signal = AbortSignal.timeout(Math.max(1, context.getRemainingTimeInMillis() - MARGIN_MS));
      const { plan, session, credentials } = await vend(service, {
        assumeRole: noting(assumeRole(client, signal), note),
      })(caller, event.arguments ?? {}, context.awsRequestId);
      note(
        {
          policyTags: plan.sessionTags.length - plan.identityTags.length,
          ...tokenFields(plan, session),
          expiration: credentials.expiration,
        },
        {
          Vends: 1,
          PolicyCharacters: plan.sessionPolicy?.length,
          TokenUtilization: credentials.sessionTokenUtilization ?? undefined,
        },
      );
      return credentials;
    });
};
