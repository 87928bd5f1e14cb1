/** Lines for deploy/vendPolicy.yml that deny all but what is given. */
import type { Statement } from '../../core/policy/document.ts';
import type { Deployed } from './deployed.ts';
import { listed } from './probes.ts';
import { capitalised, writeText } from './yamlLines.ts';

const items = (texts: Iterable<string>): string => [...new Set(texts)].map((one) => `\n    - ${one}`).join('');

const actionsIn = (statements: readonly Statement[]): readonly string[] =>
  statements.flatMap(({ Action }) => listed(Action));

/** Denies every action but those of the statements. */
export const actionDenial = (given: readonly Statement[]): string =>
  `- Sid: NothingButTheseActions
  Effect: Deny
  NotAction:${items(actionsIn(given))}
  Resource: '*' # Nothing else of anything.
`;

/**
 * Denies a service on every resource but those of the statements, which are of that service. Where some are on everything, only the
 * actions of the others are denied.
 *
 * @param tags as in `writeText`
 */
export const resourceDenial = (
  service: string,
  given: readonly Statement[],
  deployed: Deployed,
  tags: ReadonlyMap<string, string>,
): string => {
  const [everywhere, named] = [true, false].map((wanted) =>
    given.filter(({ Resource }) => listed(Resource).includes('*') === wanted),
  ) as [Statement[], Statement[]];
  const onAll = actionsIn(everywhere);
  const action =
    onAll.length === 0
      ? ` ${service}:* # Whatever else is shared there, and however.`
      : items(actionsIn(named).filter((one) => !onAll.includes(one)));
  const resources = named.flatMap(({ Resource }) => listed(Resource)).map(writeText(deployed, tags));
  return `- Sid: NothingElseOf${capitalised(service)}
  Effect: Deny
  Action:${action}
  NotResource:${items(resources)}
`;
};
