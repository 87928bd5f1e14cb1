/** A service as a team would use it, as data: one resource, a grant on it, an ask, and what must come of them. */
import type { Statement } from '../../core/policy/document.ts';
import type { Context } from '../../core/policy/evaluate.ts';

/** An action on a resource, with the keys that AWS would have in the request's context. */
export interface SampleRequest {
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
}

/**
 * The caller of every sample has `sub` SUB of test/fixtures.ts and the claim `tenant` `acme`; the account is 123456789012 and the
 * Region eu-central-1.
 */
export interface ScopeSample {
  /** What RESOURCES says of the resource. */
  readonly resource: Readonly<Record<string, string>>;
  /** A grant as grants.ts has it, without its name, its audience and its resource. */
  readonly grant: Readonly<Record<string, unknown>>;
  /** An ask that the grant covers, without its resource. */
  readonly ask: Readonly<Record<string, unknown>>;
  /** The statements of the session policy, exactly. */
  readonly policy: readonly Statement[];
  /** What the Vend policy has to hold for the grant, bound to session tags where it can be, with `*` where the grant has a name of its own. */
  readonly vendPolicy: readonly Statement[];
  /** What the vended credentials can do. */
  readonly allowed: readonly SampleRequest[];
  /** What they cannot: other resources, other parts, other actions. */
  readonly denied: readonly SampleRequest[];
}
