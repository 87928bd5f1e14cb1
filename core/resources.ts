/** Resources: an alias in grants.ts, and the one real thing that a deployment means by it. */

/** Where the service is deployed and which role it vends from. */
export interface Deployment {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly vendRoleArn: string;
}

/** One real AWS resource. */
export interface Resource {
  readonly alias: string;
  readonly kind: string;
  /** The real name: a bucket's name, a role's ARN. Empty where AWS has no resource for it. */
  readonly name: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** The role whose permissions are scoped down for asks on this resource. */
  readonly vendRoleArn: string;
  /** What the role to be assumed asks for: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html */
  readonly externalId?: string | undefined;
  /** The KMS key that the resource is encrypted with, where callers need permission to use it. */
  readonly kmsKeyArn?: string;
  /** The bucket has an S3 Bucket Key, so that the key is used for all of it and not for each object. */
  readonly bucketKey?: true;
}

/** What grants.ts declares of a resource. */
export interface ResourceDeclaration {
  readonly kind: string;
}
