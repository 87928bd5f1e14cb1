/** The KMS key that a resource is encrypted with: whether it can be the right one, and how its service is named to KMS. */
import { GrantsError } from './grantsError.ts';
import type { Deployment, Resource } from './resources.ts';

// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN: an alias is no resource of a policy.
const KEY_ARN =
  /^arn:(aws[a-z-]*):kms:([a-z0-9-]+):\d{12}:key\/(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

// Of other partitions it is not documented how services call themselves towards KMS.
const DNS_SUFFIX: Readonly<Record<string, string>> = {
  aws: 'amazonaws.com',
  'aws-us-gov': 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
};

/** The value of `kms:ViaService`: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
export const viaService = (service: string, { region, partition }: Resource): string =>
  `${service}.${region}.${DNS_SUFFIX[partition] ?? ''}`;

/**
 * Reads what RESOURCES says of a key. The key may be in another account.
 *
 * @param place the resource's partition and Region, in which the key must be, too
 * @throws GrantsError
 */
export const kmsKeyOf = (
  { kmsKeyArn, bucketKey }: Readonly<Record<string, unknown>>,
  { partition, region }: Pick<Deployment, 'partition' | 'region'>,
  path: string,
): Pick<Resource, 'kmsKeyArn' | 'bucketKey'> => {
  if (bucketKey !== undefined && (bucketKey !== true || kmsKeyArn === undefined))
    throw new GrantsError(`${path}.bucketKey`, 'is not true, or there is no kmsKeyArn; leave it out');
  if (kmsKeyArn === undefined) return {};
  const refused = (reason: string) => new GrantsError(`${path}.kmsKeyArn`, reason);
  const [, ofPartition, ofRegion] = (typeof kmsKeyArn === 'string' && KEY_ARN.exec(kmsKeyArn)) || [];
  if (ofPartition === undefined || ofRegion === undefined)
    throw refused('is not the ARN of a KMS key, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias will not do');
  if (ofPartition !== partition)
    throw refused(`is a key of the partition ${ofPartition}, the service is in ${partition}`);
  if (!Object.hasOwn(DNS_SUFFIX, partition))
    throw refused(`cannot be bound to its resource in the partition ${partition}; leave it out`);
  if (ofRegion !== region) throw refused(`is a key of ${ofRegion}, but the resource is said to be in ${region}`);
  return { kmsKeyArn: kmsKeyArn as string, ...(bucketKey === true && { bucketKey }) };
};
