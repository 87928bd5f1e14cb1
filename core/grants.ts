/** How grants are written: the types of grants.ts. */
import type { ConditionsDeclaration } from './grantConditions.ts';
import type { AccessOf, PartOf, ServiceName } from './scopes/index.ts';

/** Who a grant is for. Users are named by their Cognito `sub`: a user name can be given to somebody else later. */
export type Who =
  | 'everyone'
  | { readonly group: string }
  | { readonly sub: string }
  | { readonly claim: string; readonly equals: string };

/** One real AWS resource or role; serverless.yml says in RESOURCES what it is called. */
export interface Resources {
  readonly [alias: string]: { readonly kind: ServiceName | 'role' };
}

interface GrantTo {
  /** Unique; shown to callers and in the log of vends. */
  readonly name: string;
  readonly to: Who;
  /** The longest duration of credentials under this grant, in seconds: 900 to 3,600, which is also what it is when left out. */
  readonly maxDurationSeconds?: number;
}

type GrantOn<Kind, Alias> = Kind extends ServiceName
  ? GrantTo & {
      readonly resource: Alias;
      readonly access: readonly AccessOf<Kind>[];
      readonly conditions?: ConditionsDeclaration;
    } & PartOf<Kind>
  : GrantTo & { readonly role: Alias };

/** What grants.ts exports. */
export interface GrantsDeclaration<R extends Resources = Resources> {
  readonly resources: R;
  /**
   * Session tags, from verified claims: `{ tenant: '${claims.tenant}' }` gives the tag `vend:tenant`, which the Vend policy can
   * use as `${aws:PrincipalTag/vend:tenant}`. A tag whose claim is unusable is left out. `vend:sub` is always there.
   */
  readonly sessionTags?: Readonly<Record<string, string>>;
  readonly grants: readonly { [Alias in keyof R]: GrantOn<R[Alias]['kind'], Alias> }[keyof R][];
}

/** Types grants.ts: aliases, access values and parts are checked by the compiler, and by the service at start. */
export const defineGrants = <const R extends Resources>(declaration: GrantsDeclaration<R>): GrantsDeclaration<R> =>
  declaration;
