/** The KMS key that a resource is encrypted with: permission to use it through the resource's service, for that resource alone. */
import { viaService } from '../kmsKey.ts';
import type { Resource } from '../resources.ts';
import type { Access, Permission } from './defineScope.ts';

/** How a service calls KMS: under its own name, and with what in the encryption context. */
export interface KeyUse {
  readonly service: string;
  /** The key of the encryption context whose value says what is encrypted. */
  readonly context: string;
}

/** What the context's value must be: one text, escaped for StringEquals, or a pattern. */
type Encrypted = { readonly equals: string } | { readonly like: string };

/** None where RESOURCES gives no key. */
export const useOfKey = (
  resource: Resource,
  { service, context }: KeyUse,
  encrypted: Encrypted,
  actions: readonly string[],
): readonly Permission[] => {
  const { kmsKeyArn } = resource;
  if (kmsKeyArn === undefined || actions.length === 0) return [];
  const key = `kms:EncryptionContext:${context}`;
  const via = { 'kms:ViaService': viaService(service, resource) };
  return [
    'equals' in encrypted
      ? {
          byService: true,
          actions,
          resource: kmsKeyArn,
          conditions: { StringEquals: { ...via, [key]: encrypted.equals } },
        }
      : {
          byService: true,
          actions,
          resource: kmsKeyArn,
          conditions: { StringEquals: via },
          anyOf: { operator: 'StringLike', key, value: encrypted.like },
        },
  ];
};

/** An access value on resources whose own ARN is in the encryption context, with these actions on their key. */
export const withKey =
  <Part>(access: Access<Part>, use: KeyUse, ...actions: readonly string[]): Access<Part> =>
  (resource, part, also) => {
    const permissions = access(resource, part, also);
    return [
      ...permissions,
      ...permissions.slice(0, 1).flatMap((one) => useOfKey(resource, use, { equals: one.resource }, actions)),
    ];
  };
