/** What a plan vends, in one line of log. */
import type { Plan } from './plan.ts';

/** Characters, at most. */
export const SUMMARY_LIMIT = 1000;

// Room for the last words.
const ROOM = SUMMARY_LIMIT - ' and 1000 more'.length;

interface OnResource {
  readonly name: string;
  readonly values: readonly string[];
  readonly access: Set<string>;
  parts: number;
}

const byResource = (parts: Plan['parts']): readonly OnResource[] => {
  const resources = new Map<string, OnResource>();
  for (const { service, resource, access } of parts) {
    const known = resources.get(resource.alias) ?? {
      name: `${service.name} ${resource.name}`,
      values: Object.keys(service.access),
      access: new Set<string>(),
      parts: 0,
    };
    known.parts += 1;
    for (const value of access) known.access.add(value);
    resources.set(resource.alias, known);
  }
  return [...resources.values()];
};

/**
 * Resources by their real names, each with the access that is given somewhere in it and the number of its parts:
 * `s3 uploads-bucket READ LIST (2 parts), dynamodb notes-table READ`. The parts themselves are a client's words and stay out; they
 * are in the session policy, which CloudTrail keeps under the vend id. At most `SUMMARY_LIMIT` characters.
 */
export const scopeSummary = ({ parts, role }: Pick<Plan, 'parts' | 'role'>): string => {
  if (role) return `role ${role.resource.name}`;
  const all = byResource(parts).map(({ name, values, access, parts: count }) =>
    [name, ...values.filter((value) => access.has(value)), ...(count > 1 ? [`(${String(count)} parts)`] : [])].join(
      ' ',
    ),
  );
  let shown = 0;
  for (let length = 0; shown < all.length; shown += 1) {
    length += (all[shown] ?? '').length + 2;
    if (length > ROOM) break;
  }
  const more = all.length - shown;
  return `${all.slice(0, shown).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
};
