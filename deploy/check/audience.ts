/** Whom each grant is for, as grants.ts declares it. */
import type { Who } from '../../core/grants.ts';

/** Whom by the name of the grant. Only for a declaration that has been compiled, which is when it is well formed. */
export const audiencesOf = (declaration: unknown): ReadonlyMap<string, Who> => {
  const { grants } = declaration as { readonly grants: readonly { readonly name: string; readonly to: Who }[] };
  return new Map(grants.map(({ name, to }) => [name, to]));
};

/** As people say it: `everyone`, `group members`, `sub …`, `tenant = acme`. */
export const whoText = (to: Who): string => {
  if (to === 'everyone') return to;
  if ('group' in to) return `group ${to.group}`;
  return 'sub' in to ? `sub ${to.sub}` : `${to.claim} = ${to.equals}`;
};

/** Whether everybody whom the inner grant is for is one whom the outer is for, as far as the two say. */
export const includesAll = (outer: Who, inner: Who): boolean =>
  outer === 'everyone' || (inner !== 'everyone' && whoText(outer) === whoText(inner));
