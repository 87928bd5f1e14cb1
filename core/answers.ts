/** Shapes decisions into the types of the schema. */
import type { AdmittedPart, CallersGrants } from './authorize.ts';
import type { CompiledGrant } from './compileGrants.ts';
import type { Resource } from './resources.ts';
import type {
  CredentialsPreview,
  Explanation,
  Grant,
  RoleScope,
  Scope,
  UnusableGrant,
  VendedCredentials,
} from './schema.ts';
import { type ServiceName, serviceNames } from './scopes/index.ts';
import { POLICY_LIMIT, TOKEN_LIMIT, tokenBound } from './policy/budget.ts';
import type { Decision, Plan } from './plan.ts';
import type { RoleSession } from './assumeRole.ts';

const roleScope = ({ alias, name }: Resource): RoleScope => ({ resource: alias, roleArn: name });

// Every service's scope type has these fields; which they are is checked against the schema by the contract tests.
const partScope = ({ service, resource, part, access }: Omit<AdmittedPart, 'conditions'>) => ({
  resource: resource.alias,
  ...(service.realName !== null && { [service.realName]: resource.name }),
  region: resource.region,
  ...service.part.show(part),
  access,
});

const scopeOf = ({ parts, role }: Pick<Decision, 'parts' | 'role'>): Scope => ({
  ...(Object.fromEntries(
    serviceNames.map((name) => [name, parts.filter(({ service }) => service.name === name).map(partScope)]),
  ) as unknown as Pick<Scope, ServiceName>),
  role: role ? roleScope(role.resource) : null,
});

const unusableGrants = (unusable: CallersGrants['unusable']): UnusableGrant[] =>
  unusable.map(({ grant, unusable: { claim, reason } }) => ({ name: grant.name, claim, reason }));

/** The answer of vendCredentials. */
export const vended = (plan: Plan, session: RoleSession, vendId: string): VendedCredentials => ({
  vendId,
  accessKeyId: session.accessKeyId,
  secretAccessKey: session.secretAccessKey,
  sessionToken: session.sessionToken,
  expiration: session.expiration.toISOString(),
  assumedRoleArn: session.assumedRoleArn,
  region: plan.deployment.region,
  scope: scopeOf(plan),
  sessionPolicy: plan.sessionPolicy ?? null,
  sessionTokenUtilization: session.sessionTokenUtilization ?? null,
  unusableGrants: unusableGrants(plan.unusable),
});

const tagTexts = (tags: Plan['sessionTags']): string[] => tags.map(({ Key, Value }) => `${Key}=${Value}`);

const previewOf = (decision: Decision) => ({
  scope: scopeOf(decision),
  sessionPolicyLimit: POLICY_LIMIT,
  sessionTokenLimit: TOKEN_LIMIT,
  roleArn: decision.roleArn,
  admissions: decision.role
    ? [{ resource: decision.role.resource.alias, part: null, access: null, grant: decision.role.name }]
    : decision.admissions.map(({ service, part, access, grant }) => ({
        resource: grant.resource.alias,
        part: service.part.text(part),
        access,
        grant: grant.name,
      })),
  minDurationSeconds: decision.bounds.min,
  maxDurationSeconds: decision.bounds.max,
  durationSeconds: decision.durationSeconds,
  unusableGrants: unusableGrants(decision.unusable),
});

/** The answer of previewCredentials. */
export const preview = (plan: Plan, explanations: readonly Explanation[]): CredentialsPreview => ({
  ...previewOf(plan),
  sessionPolicy: plan.sessionPolicy ?? null,
  sessionPolicyCharacters: plan.sessionPolicy?.length ?? null,
  sessionTags: tagTexts(plan.sessionTags),
  sessionTokenBound: tokenBound({ policy: plan.sessionPolicy, tags: plan.sessionTags }, plan.tokenOverhead),
  split: null,
  explanations,
});

/** The answer of previewCredentials for what is too large to vend at once; `info` is the refusal's. */
export const previewTooLarge = (
  decision: Decision,
  { characters, split }: Readonly<Record<string, unknown>>,
  explanations: readonly Explanation[],
): CredentialsPreview => ({
  ...previewOf(decision),
  sessionPolicy: null,
  sessionPolicyCharacters: characters as number,
  sessionTags: tagTexts(decision.identityTags),
  sessionTokenBound: null,
  split: ((split ?? []) as readonly unknown[]).map((scope) => JSON.stringify(scope)),
  explanations,
});

const noService = Object.fromEntries(serviceNames.map((name) => [name, null])) as unknown as Record<ServiceName, null>;

const conditionsText = ({ on }: CompiledGrant): string | null =>
  on?.conditions === undefined ? null : JSON.stringify(on.conditions);

/** The answer of myGrants. */
export const callersGrants = ({ usable, roles, unusable }: CallersGrants): Grant[] => [
  ...usable.map(({ grant, part }): Grant => ({
    name: grant.name,
    ...noService,
    [grant.on.service.name]: partScope({
      service: grant.on.service,
      resource: grant.resource,
      part,
      access: grant.on.access,
    }),
    role: null,
    conditions: conditionsText(grant),
    maxDurationSeconds: grant.maxDurationSeconds,
    unusable: null,
  })),
  ...roles.map((grant): Grant => ({
    name: grant.name,
    ...noService,
    role: roleScope(grant.resource),
    conditions: null,
    maxDurationSeconds: grant.maxDurationSeconds,
    unusable: null,
  })),
  ...unusable.map(({ grant, unusable: { reason } }): Grant => ({
    name: grant.name,
    ...noService,
    role: null,
    conditions: conditionsText(grant),
    maxDurationSeconds: grant.maxDurationSeconds,
    unusable: reason,
  })),
];
