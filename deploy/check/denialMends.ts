/** What to do about denials of a role that keep its sessions from what is granted. */
import type { Statement } from '../../core/policy/document.ts';
import { evaluate } from '../../core/policy/evaluate.ts';
import type { Role } from '../../local/service.ts';
import { VEND_POLICY_FILE } from './finding.ts';
import { listed, type Probe, statementsOf } from './probes.ts';

/** A request, and the granted statement that it is one of. */
export type Granting = readonly [granted: Statement, probe: Probe];

const denyingAll = (role: Role, probe: Probe): readonly Statement[] =>
  statementsOf(role.policies).filter(
    (statement) =>
      statement.Effect === 'Deny' &&
      evaluate({ Version: '2012-10-17', Statement: statement }, probe) === 'ExplicitDeny',
  );

/** What to do in words, and what to add there: none where nothing can be added. */
const mendOf = (
  { Sid = 'a statement without Sid', NotAction, NotResource }: Statement,
  [granted, { action }]: Granting,
  write: (text: string) => string,
): readonly [what: string, lines: readonly string[]] => {
  const into = (element: string): string => `Take it into ${element} of ${Sid} in ${VEND_POLICY_FILE}:\n`;
  if (NotAction !== undefined) return [into('NotAction'), [action]];
  if (NotResource !== undefined) return [into('NotResource'), listed(granted.Resource).map(write)];
  return [`${Sid} denies it, which holds whatever is granted: grant something else.\n`, []];
};

/** One text for each denial, with a line for each thing to add to it. `write` writes a resource as the file would. */
export const denialMends = (
  role: Role,
  granting: readonly Granting[],
  write: (text: string) => string,
): readonly string[] => {
  const mends = new Map<string, Set<string>>();
  for (const one of granting) {
    for (const denial of denyingAll(role, one[1])) {
      const [what, lines] = mendOf(denial, one, write);
      mends.set(what, new Set([...(mends.get(what) ?? []), ...lines]));
    }
  }
  return [...mends].map(([what, lines]) => what + [...lines].map((line) => `- ${line}\n`).join(''));
};
