/** The shape of an IAM policy document: what is written, packed, sent to STS and evaluated. */

/** One value, or several of which any will do. */
export type OneOrMany = string | readonly string[];

/** Condition operator → condition key → values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;

/** Who a trust policy or a resource policy speaks of. */
export type Principal = '*' | Readonly<Partial<Record<'AWS' | 'Service' | 'Federated', OneOrMany>>>;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Principal;
  readonly NotPrincipal?: Principal;
  readonly Action?: OneOrMany;
  readonly NotAction?: OneOrMany;
  readonly Resource?: OneOrMany;
  readonly NotResource?: OneOrMany;
  readonly Condition?: Conditions;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface PolicyDocument {
  readonly Version?: '2012-10-17' | '2008-10-17';
  readonly Id?: string;
  readonly Statement: Statement | readonly Statement[];
}
