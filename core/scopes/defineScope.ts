/** What a service has to say about itself so that scopes on it can be read, authorized and stated as a policy. */
import type { Caller } from '../caller.ts';
import type { Unusable } from '../claims.ts';
import type { Resource } from '../resources.ts';

/** One thing that a session policy allows: actions on a resource, under a condition or none. */
export interface Permission {
  readonly actions: readonly string[];
  /** An ARN pattern. Every text in it that is not ours has been through `literal`. */
  readonly resource: string;
  readonly condition?: {
    readonly operator: 'StringLike' | 'StringEquals';
    readonly key: string;
    readonly value: string;
  };
}

/** What one access value means on one part. */
export type Access<Part> = (resource: Resource, part: Part) => Permission;

/** A grant's part as the operator wrote it, to be filled in with a caller's values. */
export interface PartTemplate<Part> {
  readonly claims: readonly string[];
  /** The part with its variables left empty: enough to say which access values make sense on it. */
  readonly shape: Part;
  readonly fill: (caller: Caller) => { readonly part: Part } | { readonly unusable: Unusable };
  /** Whether some value of the claims could make this template cover the part. */
  readonly mayCover: (part: Part) => boolean;
}

/** How the parts of a service's resources are written, compared and shown. */
export interface PartLanguage<Part> {
  /** The fields of the scope input and of a grant that name a part. */
  readonly fields: readonly string[];
  /**
   * Reads a client's ask. Undefined when the part is left out.
   * @throws VendError `InvalidScope`
   */
  readonly read: (input: Readonly<Record<string, unknown>>, path: string) => Part | undefined;
  /**
   * Reads a grant.
   * @throws GrantsError
   */
  readonly template: (declared: Readonly<Record<string, unknown>>, path: string) => PartTemplate<Part>;
  /** Whether everything in `inner` is in `outer`. */
  readonly covers: (outer: Part, inner: Part) => boolean;
  /** One text for each part, so that equal parts have equal texts. */
  readonly identity: (part: Part) => string;
  /** The part as fields of the scope's answer. */
  readonly show: (part: Part) => Readonly<Record<string, string | null>>;
  /** The part as fields of a scope input that means it. */
  readonly ask: (part: Part) => Readonly<Record<string, string>>;
}

/** A service: data, and the little code that is special about it. */
export interface ScopeDefinition<Name extends string = string, Value extends string = string, Part = unknown> {
  /** The field of ScopeInput and Scope, and the kind of its resources in grants.ts. */
  readonly name: Name;
  /** What the answer calls the resource's real name: bucket, table, queue … */
  readonly realName: string;
  /** What a resource's real name must look like. */
  readonly resourceName: RegExp;
  readonly part: PartLanguage<Part>;
  /** Access values in the schema's order. */
  readonly access: Readonly<Record<Value, Access<Part>>>;
  /** Why an access value makes no sense on a part, if it does not. */
  readonly refuse?: (part: Part, access: Value) => string | undefined;
}

/** Types a service's definition; what it says is used as it is. */
export const defineScope = <const Name extends string, const Value extends string, Part>(
  definition: ScopeDefinition<Name, Value, Part>,
): ScopeDefinition<Name, Value, Part> => definition;
