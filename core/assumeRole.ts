/** AssumeRole as a vend uses it: what is asked of STS, and what it gives. */
import type { Plan } from './plan.ts';
import type { SessionTag } from './sessionTags.ts';

/** The parameters of AssumeRole that a vend sets: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export interface AssumeRoleRequest {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly SourceIdentity: string;
  readonly DurationSeconds: number;
  readonly Tags: readonly SessionTag[];
  readonly Policy?: string;
  readonly ExternalId?: string;
}

/** A whole answer of AssumeRole. */
export interface RoleSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  readonly assumedRoleArn: string;
  /** Percent; undefined when STS did not say. */
  readonly sessionTokenUtilization: number | undefined;
  /** Bytes; undefined when STS did not say. */
  readonly sessionTokenSize: number | undefined;
}

/** The world outside. */
export interface Ports {
  /** @throws VendError `VendRoleNotAssumable`, `ScopeTooLarge`, `StsThrottled`, `StsUnavailable` */
  readonly assumeRole: (request: AssumeRoleRequest, plan: Plan) => Promise<RoleSession>;
}
