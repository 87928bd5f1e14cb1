/** Whether grants.ts fits the deployment: every resource that it names is declared and named, with a role that can be right. */
import { compileGrants, type Grants } from '../../core/compileGrants.ts';
import { GrantsError } from '../../core/grantsError.ts';
import { deploymentOf } from '../../core/readResources.ts';
import type { Deployment } from '../../core/resources.ts';
import { type Deployed, functionNamed } from './deployed.ts';
import type { Finding } from './finding.ts';

/** grants.ts as the vending function would read it at start, or what is wrong. */
export type NamedGrants = { readonly grants: Grants } | { readonly findings: readonly Finding[] };

const ROLE = 'arn:${AWS::Partition}:iam::123456789012:role/name';

/** By the path of a mistake what to do about it. The first that fits. */
const MENDS: readonly (readonly [path: RegExp, mend: string])[] = [
  [
    /^RESOURCES\.[^.]+\.vendRoleArn$/,
    `In resources of deploy/vended.yml (or your own/vended.yml) say where the resource is and name a role there:\n"account": "123456789012", "vendRoleArn": "${ROLE}"\nFor the service's own account leave both out. docs/vend-roles.md has it all.`,
  ],
  [
    /^RESOURCES\.[^.]+\.externalId$/,
    'An external id is what the other account has agreed on, and goes with its vendRoleArn: see docs/vend-roles.md.',
  ],
  [
    /^RESOURCES\.[^.]+\.kmsKeyArn$/,
    'Write the ARN of the key with ${AWS::Partition} and ${AWS::Region}, or say the Region of the resource beside it: "region": "…".',
  ],
  [
    /^RESOURCES\.[^.]+$/,
    'Add it there: "<alias>": {"name": "<its real name>"}. Where AWS has no resource: "<alias>": {}',
  ],
  [/^RESOURCES/, 'Correct resources of deploy/vended.yml (or your own/vended.yml): JSON of alias → {"name": …}.'],
  [
    /\.(resource|role)$/,
    "Declare it under resources of grants.ts, for example uploads: { kind: 's3' }, or name one that is declared.",
  ],
];

const mendOf = (path: string): string =>
  MENDS.find(([pattern]) => pattern.test(path))?.[1].replaceAll('<alias>', path.split('.')[1] ?? '') ??
  'Correct grants.ts there; docs/grants.md explains every field.';

const parsed = (text: string | undefined): Readonly<Record<string, unknown>> => {
  try {
    const named: unknown = JSON.parse(text ?? '');
    if (typeof named === 'object' && named !== null && !Array.isArray(named)) return named as Record<string, unknown>;
  } catch {
    // Said below, without the text.
  }
  throw new GrantsError('RESOURCES', 'is not a JSON object of alias → { name }');
};

/** Where the vending function is, and which role it vends from. @throws GrantsError */
export const deploymentIn = (deployed: Deployed): Deployment =>
  deploymentOf(functionNamed(deployed, 'vend').environment['VEND_ROLE_ARN'], deployed.place.region);

/** Reads a declaration of grants against what the deployment calls its resources. */
export const namedGrants = (deployed: Deployed, declaration: unknown): NamedGrants => {
  const { environment } = functionNamed(deployed, 'vend');
  try {
    return { grants: compileGrants(declaration, parsed(environment['RESOURCES']), deploymentIn(deployed)) };
  } catch (error) {
    if (!(error instanceof GrantsError)) throw error;
    return {
      findings: [{ where: error.path, what: error.message.slice(error.path.length + 2), mend: mendOf(error.path) }],
    };
  }
};
