/** Requests that nothing gives and that a role does not deny: a resource's own policy could allow them. */
import type { AwsActions } from './awsActions.ts';
import { strangersTo } from './foreignResources.ts';
import type { Given } from './givenStatements.ts';
import type { Probe } from './probes.ts';

/** What is found of an action on a resource. */
export type Verdict = (action: string, resource: string) => boolean;

/** The service of an action, as it stands in front of the colon. */
export const serviceOf = (action: string): string => action.slice(0, action.indexOf(':'));

/** Every action of AWS, and of each service one that is still to come: a list of what is denied would not have it. */
const everyAction = (actions: AwsActions): readonly string[] => {
  const names = [...actions.values()].map(({ name }) => name);
  return [...names, ...[...new Set(names.map(serviceOf))].map((service) => `${service}:ToCome`)];
};

/** Actions that nothing gives, and that are not denied on everything, some still to come among them. `given`: what is given. */
export const undeniedActions = (given: readonly Probe[], actions: AwsActions, isDenied: Verdict): readonly string[] => {
  const names = new Set(given.map(({ action }) => action));
  const own = [...new Set(given.map(({ resource }) => resource))];
  return everyAction(actions).filter(
    (action) =>
      !names.has(action) &&
      ['*', ...own.filter((arn) => arn.split(':')[2] === serviceOf(action))].some((arn) => !isDenied(action, arn)),
  );
};

/** By service a request for an action that is given on a resource that is not. `othersFor`: resources to try beside those called otherwise. */
export const undeniedResources = (
  given: readonly (Given & { readonly probes: readonly Probe[] })[],
  othersFor: (probe: Probe) => readonly string[],
  isOpen: Verdict,
): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const { probes, names } of given) {
    for (const probe of probes.filter(({ action }) => !found.has(serviceOf(action)))) {
      const beside = [...strangersTo(probe.resource, names), ...othersFor(probe)];
      const open = beside.find((arn) => isOpen(probe.action, arn));
      if (open !== undefined) found.set(serviceOf(probe.action), `${probe.action} on ${open}`);
    }
  }
  return found;
};
