/** Callers for whom every grant can be used: what grants.ts needs of a token, with given values. */
import { type Caller, callerOf } from '../../core/caller.ts';
import type { CompiledGrant, Grants } from '../../core/compileGrants.ts';
import { sessionTagsFor } from '../../core/sessionTags.ts';
import type { Context } from '../../core/policy/evaluate.ts';

/** A compiled grant on a part of a resource. */
export type GrantOnPart = CompiledGrant & { readonly on: NonNullable<CompiledGrant['on']> };

/** The grants on parts of resources. Roles that are passed on are not among them. */
export const grantsOnParts = ({ grants }: Grants): readonly GrantOnPart[] =>
  grants.filter((grant): grant is GrantOnPart => grant.on !== undefined);

/** Every claim that the grants or session tags use, sub first. */
export const claimsUsed = (grants: Grants): readonly string[] => [
  ...new Set(['sub', ...grants.sessionTags.values(), ...grantsOnParts(grants).flatMap(({ on }) => on.template.claims)]),
];

/** A value that is in no name, and no two of which begin alike, so that what comes of a claim shows in what is made of it. */
export const markerOf = (index: number): string => `scopevend-claim-${String(index)}-`;

/** A caller with these claims. Without a group: what groups there are is no matter to the Vend policy. */
export const imaginedCaller = (claims: ReadonlyMap<string, string>): Caller =>
  callerOf({
    iss: 'https://issuer.invalid/pool',
    token_use: 'access',
    username: 'imagined',
    ...Object.fromEntries(claims),
  });

/** What is in the context of every request of a session that was vended to a caller. */
export const sessionContext = (grants: Grants, caller: Caller): Context => ({
  'aws:SecureTransport': 'true',
  ...Object.fromEntries(
    sessionTagsFor(grants.sessionTags, caller).map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value]),
  ),
});
