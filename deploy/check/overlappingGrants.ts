/** Grants that add nothing: whoever has them has another that gives as much, for as long. */
import type { Who } from '../../core/grants.ts';
import type { CompiledGrant, Grants } from '../../core/compileGrants.ts';
import { includesAll } from './audience.ts';
import type { Finding } from './finding.ts';
import { claimsUsed, imaginedCaller, markerOf } from './imaginedCaller.ts';

/**
 * Warnings about grants that another covers: the same audience or everyone, a part that holds theirs whatever the claims' values,
 * their access, and no shorter a duration. Of two that are alike the later one is named.
 */
export const overlappingGrants = (grants: Grants, audiences: ReadonlyMap<string, Who>): readonly Finding[] => {
  const caller = imaginedCaller(new Map(claimsUsed(grants).map((claim, index) => [claim, markerOf(index)])));
  const partOf = ({ on }: CompiledGrant): unknown => {
    const filled = on?.template.fill(caller);
    return filled !== undefined && 'part' in filled ? filled.part : undefined;
  };
  const gives = (outer: CompiledGrant, inner: CompiledGrant): boolean => {
    const [whom, whomElse] = [audiences.get(outer.name), audiences.get(inner.name)];
    if (whom === undefined || whomElse === undefined || !includesAll(whom, whomElse)) return false;
    if (outer.resource !== inner.resource || outer.maxDurationSeconds < inner.maxDurationSeconds) return false;
    if (outer.on === undefined || inner.on === undefined) return outer.on === inner.on;
    return (
      inner.on.access.every((access) => outer.on?.access.includes(access)) &&
      outer.on.service.part.within(partOf(outer), partOf(inner)) !== undefined
    );
  };
  return grants.grants.flatMap((inner, at) => {
    const outer = grants.grants.find(
      (other, index) => other !== inner && gives(other, inner) && (index < at || !gives(inner, other)),
    );
    if (outer === undefined) return [];
    return [
      {
        where: `grants.ts, the grant "${inner.name}"`,
        what: `adds nothing to the grant "${outer.name}", which gives as much to all whom it is for, and for as long`,
        mend: 'Take it out of grants.ts. If both are meant, the wider one is too wide.',
      },
    ];
  });
};
