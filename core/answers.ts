/** Shapes decisions into the types of the schema. */
import type { AdmittedPart, CallersGrants } from './authorize.ts';
import type { Resource } from './resources.ts';
import type { CredentialsPreview, Grant, RoleScope, Scope, UnusableGrant, VendedCredentials } from './schema.ts';
import { type ServiceName, services } from './scopes/index.ts';
import { POLICY_LIMIT } from './sessionPolicy.ts';
import type { Plan } from './plan.ts';
import type { RoleSession } from './assumeRole.ts';

const roleScope = ({ alias, name }: Resource): RoleScope => ({ resource: alias, roleArn: name });

// Every service's scope type has these fields; which they are is checked against the schema by the contract tests.
const partScope = ({ service, resource, part, access }: AdmittedPart) => ({
  resource: resource.alias,
  [service.realName]: resource.name,
  region: resource.region,
  ...service.part.show(part),
  access,
});

const scopeOf = ({ parts, role }: Pick<Plan, 'parts' | 'role'>): Scope => ({
  ...(Object.fromEntries(
    services.map((service) => [service.name, parts.filter((part) => part.service === service).map(partScope)]),
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

/** The answer of previewCredentials. */
export const preview = (plan: Plan): CredentialsPreview => ({
  scope: scopeOf(plan),
  sessionPolicy: plan.sessionPolicy ?? null,
  sessionPolicyCharacters: plan.sessionPolicy?.length ?? null,
  sessionPolicyLimit: POLICY_LIMIT,
  roleArn: plan.roleArn,
  sessionTags: plan.sessionTags.map(({ Key, Value }) => `${Key}=${Value}`),
  admissions: plan.role
    ? [{ resource: plan.role.resource.alias, part: null, access: null, grant: plan.role.name }]
    : plan.admissions.map(({ service, part, access, grant }) => ({
        resource: grant.resource.alias,
        part: service.part.text(part),
        access,
        grant: grant.name,
      })),
  minDurationSeconds: plan.bounds.min,
  maxDurationSeconds: plan.bounds.max,
  durationSeconds: plan.durationSeconds,
  unusableGrants: unusableGrants(plan.unusable),
});

const noService = Object.fromEntries(services.map((service) => [service.name, null])) as unknown as Record<
  ServiceName,
  null
>;

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
    maxDurationSeconds: grant.maxDurationSeconds,
    unusable: null,
  })),
  ...roles.map((grant): Grant => ({
    name: grant.name,
    ...noService,
    role: roleScope(grant.resource),
    maxDurationSeconds: grant.maxDurationSeconds,
    unusable: null,
  })),
  ...unusable.map(({ grant, unusable: { reason } }): Grant => ({
    name: grant.name,
    ...noService,
    role: null,
    maxDurationSeconds: grant.maxDurationSeconds,
    unusable: reason,
  })),
];
