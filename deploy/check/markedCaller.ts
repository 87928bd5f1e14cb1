/** A caller whose claims can be told apart in whatever is made of them, so that it can be written with variables again. */
import type { Caller } from '../../core/caller.ts';
import type { Grants } from '../../core/compileGrants.ts';
import { claimsUsed, imaginedCaller, markerOf } from './imaginedCaller.ts';

/** The caller, and how to write what came of one. */
export interface MarkedCaller {
  readonly caller: Caller;
  /** Text that a claim came to → the session tag that holds it. A claim that is no session tag yet becomes one, under its own name. */
  readonly tags: ReadonlyMap<string, string>;
  /** A text for people, with claims as grants.ts writes them. */
  readonly shown: (text: string) => string;
}

/** For all claims that the grants use. */
export const markedCaller = (grants: Grants): MarkedCaller => {
  const claims = claimsUsed(grants);
  const tagOf = new Map([...grants.sessionTags].map(([tag, claim]) => [claim, tag]));
  return {
    caller: imaginedCaller(new Map(claims.map((claim, index) => [claim, markerOf(index)]))),
    tags: new Map(claims.map((claim, index) => [markerOf(index), tagOf.get(claim) ?? `vend:${claim}`])),
    shown: (text) =>
      claims.reduce(
        (so, claim, index) => so.replaceAll(markerOf(index), claim === 'sub' ? '${sub}' : `\${claims.${claim}}`),
        text,
      ),
  };
};
