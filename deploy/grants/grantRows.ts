/** Grants as rows of a table: as grants.ts has them, and as one caller gets them. */
import { type CallersGrants, grantsOf } from '../../core/authorize.ts';
import type { Caller } from '../../core/caller.ts';
import type { CompiledGrant, Grants } from '../../core/compileGrants.ts';
import type { Who } from '../../core/grants.ts';
import type { Conditions } from '../../core/policy/document.ts';
import { whoText } from '../check/audience.ts';
import { claimsUsed, imaginedCaller } from '../check/imaginedCaller.ts';

/** A grant in words. */
export interface GrantRow {
  readonly grant: string;
  /** Whom it is for. */
  readonly to: string;
  /** Null for a role, as all that follows but the resource and the duration. */
  readonly service: string | null;
  readonly resource: string;
  /** The part, with variables as grants.ts writes them. Empty for all of the resource. */
  readonly part: string | null;
  readonly access: readonly string[] | null;
  /** What every request must meet besides, as in a policy. */
  readonly conditions: Conditions | null;
  readonly maxDurationSeconds: number;
}

/** What one caller gets of a grant: the part is filled in, or there is a reason why it is not. */
export interface CallersRow extends Omit<GrantRow, 'to'> {
  /** The resource's real name. */
  readonly name: string;
  readonly unusable: string | null;
}

const markerOf = (index: number): string => `scopevend-claim-${String(index)}-`;

/** Of each grant its part with the variables in it. */
const templateTexts = (grants: Grants): ((grant: CompiledGrant) => string | null) => {
  const claims = claimsUsed(grants);
  const caller = imaginedCaller(new Map(claims.map((claim, index) => [claim, markerOf(index)])));
  const shown = (text: string): string =>
    claims.reduce(
      (so, claim, index) => so.replaceAll(markerOf(index), claim === 'sub' ? '${sub}' : `\${claims.${claim}}`),
      text,
    );
  return ({ on }) => {
    const filled = on?.template.fill(caller);
    return on && filled && 'part' in filled ? shown(on.service.part.text(filled.part)) : null;
  };
};

const rowOf = ({ name, resource, on, maxDurationSeconds }: CompiledGrant) => ({
  grant: name,
  service: on?.service.name ?? null,
  resource: resource.alias,
  access: on?.access ?? null,
  conditions: on?.conditions ?? null,
  maxDurationSeconds,
});

/** Every grant, in the order of grants.ts. */
export const grantRows = (grants: Grants, audiences: ReadonlyMap<string, Who>): readonly GrantRow[] => {
  const textOf = templateTexts(grants);
  return grants.grants.map((grant) => ({
    ...rowOf(grant),
    to: whoText(audiences.get(grant.name) ?? 'everyone'),
    part: textOf(grant),
  }));
};

/** A caller's grants in the order of `myGrants`: those on resources, roles, those that cannot be used. */
export const callersRows = (grants: Grants, caller: Caller): readonly CallersRow[] => {
  const { usable, roles, unusable }: CallersGrants = grantsOf(grants, caller);
  const rows = (grant: CompiledGrant, part: string | null, reason: string | null): CallersRow => ({
    ...rowOf(grant),
    name: grant.resource.name,
    part,
    unusable: reason,
  });
  return [
    ...usable.map(({ grant, part }) => rows(grant, grant.on.service.part.text(part), null)),
    ...roles.map((grant) => rows(grant, null, null)),
    ...unusable.map(({ grant, unusable: { reason } }) => rows(grant, null, reason)),
  ];
};
