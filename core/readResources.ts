/** Reads what a deployment says of itself and of its resources. */
import { fieldsOf } from './fieldsOf.ts';
import { GrantsError } from './grantsError.ts';
import { kmsKeyOf } from './kmsKey.ts';
import type { Deployment, Resource, ResourceDeclaration } from './resources.ts';
import { serviceNamed } from './scopes/index.ts';
import { checkExternalIds, checkVendRole, externalIdOf, ROLE_ARN } from './vendRole.ts';

const ALIAS = /^[A-Za-z][\w-]{0,63}$/;
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;
const FIELDS = ['name', 'region', 'account', 'vendRoleArn', 'externalId'];

/**
 * Reads partition and account off the Vend role's ARN.
 *
 * @throws GrantsError when it is no role's ARN
 */
export const deploymentOf = (vendRoleArn: string | undefined, region: string | undefined): Deployment => {
  const [, partition, account] = ROLE_ARN.exec(vendRoleArn ?? '') ?? [];
  if (vendRoleArn === undefined || partition === undefined || account === undefined) {
    throw new GrantsError('VEND_ROLE_ARN', 'is not the ARN of a role');
  }
  if (region === undefined || !REGION.test(region)) throw new GrantsError('AWS_REGION', 'is not a Region');
  return { partition, region, account, vendRoleArn };
};

const resourceOf = (alias: string, kind: string, given: unknown, deployment: Deployment): Resource => {
  const path = `RESOURCES.${alias}`;
  const service = serviceNamed(kind);
  const isNamed = service?.realName !== null;
  const {
    name = isNamed ? undefined : '',
    externalId,
    kmsKeyArn,
    bucketKey,
    ...rest
  } = fieldsOf(given, path, [...FIELDS.filter((field) => isNamed || field !== 'name'), ...(service?.keyFields ?? [])]);
  const place = { ...deployment, ...rest };
  const stray = Object.entries(place).find(([, value]) => typeof value !== 'string' || value === '');
  if (stray !== undefined) throw new GrantsError(`${path}.${stray[0]}`, 'is not a string');
  // Both become part of ARNs, where a star would stand for others.
  if (!REGION.test(place.region)) throw new GrantsError(`${path}.region`, 'is not a Region');
  if (!/^\d{12}$/.test(place.account)) throw new GrantsError(`${path}.account`, 'is not an account of twelve digits');
  const form = kind === 'role' ? ROLE_ARN : service?.resourceName;
  if (typeof name !== 'string' || form?.test(name) !== true)
    throw new GrantsError(`${path}.name`, `is not the name of a resource of kind ${kind}`);
  if (rest['vendRoleArn'] !== undefined)
    checkVendRole(place.vendRoleArn, place.account, deployment, `${path}.vendRoleArn`);
  // Passed on directly it would have no session policy: all that can ever be vended, in one hand.
  if (kind === 'role' && (name === place.vendRoleArn || name === deployment.vendRoleArn)) {
    throw new GrantsError(`${path}.name`, 'is the Vend role, which is never passed on directly');
  }
  if (externalId !== undefined && kind !== 'role' && place.vendRoleArn === deployment.vendRoleArn)
    throw new GrantsError(`${path}.externalId`, 'goes with a vendRoleArn of its own');
  const resource: Resource = {
    ...place,
    alias,
    kind,
    name,
    externalId: externalIdOf(externalId, `${path}.externalId`),
    ...kmsKeyOf({ kmsKeyArn, bucketKey }, place, path),
  };
  const reason = service?.whyNot?.(resource);
  if (reason !== undefined) throw new GrantsError(`${path}.name`, reason);
  return resource;
};

/**
 * Gives every alias that grants.ts declares its real resource.
 *
 * @param named what the deployment says in RESOURCES: alias → name, kmsKeyArn and bucketKey, and region, account, vendRoleArn or externalId where they differ
 * @throws GrantsError with the path of the mistake
 */
export const resourcesOf = (
  declared: Readonly<Record<string, ResourceDeclaration>>,
  named: Readonly<Record<string, unknown>>,
  deployment: Deployment,
): ReadonlyMap<string, Resource> => {
  const resources = new Map<string, Resource>();
  for (const [alias, declaration] of Object.entries(declared)) {
    const path = `resources.${alias}`;
    if (!ALIAS.test(alias)) throw new GrantsError(path, 'is no alias: a letter, then letters, digits, _ or -');
    const { kind } = fieldsOf(declaration, path, ['kind']);
    if (typeof kind !== 'string' || (kind !== 'role' && serviceNamed(kind) === undefined)) {
      throw new GrantsError(`${path}.kind`, 'is not a service of this version, nor role');
    }
    if (!Object.hasOwn(named, alias))
      throw new GrantsError(
        `RESOURCES.${alias}`,
        'is missing: resources of deploy/vended.yml (or your own/vended.yml) do not name it',
      );
    resources.set(alias, resourceOf(alias, kind, named[alias], deployment));
  }
  checkExternalIds(resources);
  return resources;
};
