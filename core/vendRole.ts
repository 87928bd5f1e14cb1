/** The role that is assumed for a resource: whether it can be the right one, and its external id. */
import { GrantsError } from './grantsError.ts';
import type { Deployment, Resource } from './resources.ts';

/** Partition, account and name of a role. */
export const ROLE_ARN = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/([\w+=,.@/-]+)$/;

// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

/**
 * Refuses a role of another account than the resource's, or of another partition than the service's: AWS would refuse it in every vend.
 *
 * @throws GrantsError
 */
export const checkVendRole = (vendRoleArn: string, account: string, { partition }: Deployment, path: string): void => {
  const [, ofPartition, ofAccount] = ROLE_ARN.exec(vendRoleArn) ?? [];
  if (ofAccount === undefined) throw new GrantsError(path, 'is not the ARN of a role');
  if (ofPartition !== partition)
    throw new GrantsError(path, `is a role of the partition ${String(ofPartition)}, the service is in ${partition}`);
  if (ofAccount !== account) {
    throw new GrantsError(
      path,
      `is a role of the account ${ofAccount}, but the resource is said to be in ${account}; say its account, or name a role there`,
    );
  }
};

/** @throws GrantsError for what AWS would not take; the value is not in its message */
export const externalIdOf = (externalId: unknown, path: string): string | undefined => {
  if (externalId === undefined) return undefined;
  if (typeof externalId === 'string' && EXTERNAL_ID.test(externalId)) return externalId;
  throw new GrantsError(path, 'is no external id: 2 to 1,224 letters, digits and _+=,.@:/-');
};

/** The role that is assumed for a resource. */
const roleOf = ({ kind, name, vendRoleArn }: Resource): string => (kind === 'role' ? name : vendRoleArn);

/**
 * One role has one external id: else which one is sent would depend on the ask.
 *
 * @throws GrantsError
 */
export const checkExternalIds = (resources: ReadonlyMap<string, Resource>): void => {
  const known = new Map<string, Resource>();
  for (const resource of resources.values()) {
    const first = known.get(roleOf(resource));
    if (first === undefined) known.set(roleOf(resource), resource);
    else if (first.externalId !== resource.externalId) {
      throw new GrantsError(
        `RESOURCES.${resource.alias}.externalId`,
        `differs from that of ${first.alias}, which has the same role`,
      );
    }
  }
};
