/** What a service has to say about itself so that scopes on it can be read, authorized and stated as a policy. */
import type { Caller } from '../caller.ts';
import type { Unusable } from '../claims.ts';
import type { Conditions } from '../policy/document.ts';
import type { Resource } from '../resources.ts';

/** One thing that a session policy allows: actions on a resource, under conditions or none. */
export interface Permission {
  readonly actions: readonly string[];
  /** An ARN pattern. Every text in it that is not ours has been through `literal`. */
  readonly resource: string;
  /** All must hold. Only operators whose values are alternatives, none that is negated; values escaped for their operator. */
  readonly conditions?: Conditions;
  /** A service makes these calls for the caller, and is in its conditions: where and how the caller came is not to be seen in them. */
  readonly byService?: true;
  /** One more condition. Permissions that are otherwise alike are stated together: any of their values will do. */
  readonly anyOf?: {
    readonly operator: 'StringLike' | 'StringEquals' | 'ForAllValues:StringEquals';
    readonly key: string;
    readonly value: string;
  };
}

/** What one access value means on one part. `also` says whether another access value is vended for all of this part, too. */
export type Access<Part> = (resource: Resource, part: Part, also: (access: string) => boolean) => readonly Permission[];

/** A grant's part as the operator wrote it, to be filled in with a caller's values. */
export interface PartTemplate<Asked, Part extends Asked = Asked> {
  readonly claims: readonly string[];
  /** The part with its variables left empty: enough to say which access values make sense on it. */
  readonly shape: Part;
  readonly fill: (caller: Caller) => { readonly part: Part } | { readonly unusable: Unusable };
  /** Whether some value of the claims could make this template give what is asked for. */
  readonly mayCover: (asked: Asked) => boolean;
}

/** A part as fields of the schema. */
export type PartFields = Readonly<Record<string, string | readonly string[] | null>>;

/**
 * How the parts of a service's resources are written, compared and shown. `Asked` is what a client says of a part:
 * the part itself, or less where some of it can be left to the grants.
 */
export interface PartLanguage<Asked, Part extends Asked = Asked, Declared = unknown> {
  /** Never there: how grants.ts writes a part, for the compiler. */
  readonly declared?: Declared;
  /** The fields of the scope input that name a part. */
  readonly fields: readonly string[];
  /** The fields of a grant that do. */
  readonly grantFields: readonly string[];
  /**
   * Reads a client's ask: one part or several. Undefined when it is left to the grants altogether.
   * @throws VendError `InvalidScope`
   */
  readonly read: (input: Readonly<Record<string, unknown>>, path: string) => readonly Asked[] | undefined;
  /**
   * Reads a grant.
   * @throws GrantsError
   */
  readonly template: (declared: Readonly<Record<string, unknown>>, path: string) => PartTemplate<Asked, Part>;
  /** What is asked for, as far as it is left open filled in from what is granted; undefined when that does not cover it. */
  readonly within: (granted: Part, asked: Asked) => Part | undefined;
  /** Whether an ask leaves to the grants where in the resource it is, although it says something of it. */
  readonly isOpen?: (asked: Asked) => boolean;
  /**
   * Whether stating `outer` states `inner` with it. Undefined where that shows in the statements themselves, and has to: where a
   * request names several parts at once, one that is covered may still be wanted for requests that name it together with others.
   */
  readonly covers?: ((outer: Part, inner: Part) => boolean) | undefined;
  /** One text for each part, so that equal parts have equal texts. */
  readonly identity: (part: Part) => string;
  /** The part for people; empty for all of the resource. */
  readonly text: (asked: Asked) => string;
  /** The part as fields of the scope's answer. */
  readonly show: (asked: Asked) => PartFields;
  /** The part as fields of a scope input that means it. */
  readonly ask: (part: Part) => PartFields;
}

/** A service: data, and the little code that is special about it. */
export interface ScopeDefinition<
  Name extends string = string,
  Value extends string = string,
  Asked = unknown,
  Part extends Asked = Asked,
  Declared = unknown,
> {
  /** The field of ScopeInput and Scope, and the kind of its resources in grants.ts. */
  readonly name: Name;
  /** What the answer calls the resource's real name: bucket, table, queue … Null: AWS has no resource for it, and so no name. */
  readonly realName: string | null;
  /** What a resource's real name must look like; `/^$/` where it has none. */
  readonly resourceName: RegExp;
  /** What RESOURCES may say of the KMS key that the resource is encrypted with; left out: nothing. */
  readonly keyFields?: readonly ('kmsKeyArn' | 'bucketKey')[];
  /** Why a resource with a name of the right form cannot be stated exactly, if it cannot. */
  readonly whyNot?: (resource: Resource) => string | undefined;
  readonly part: PartLanguage<Asked, Part, Declared>;
  /** Access values in the schema's order. */
  readonly access: Readonly<Record<Value, Access<Part>>>;
  /** Why an access value makes no sense on a part, if it does not. */
  readonly refuse?: (asked: Asked, access: Value) => string | undefined;
}

/** Types a service's definition; what it says is used as it is. */
export const defineScope = <const Name extends string, Value extends string, Asked, Part extends Asked, Declared>(
  definition: ScopeDefinition<Name, Value, Asked, Part, Declared>,
): ScopeDefinition<Name, Value, Asked, Part, Declared> => definition;
