/** `scopevend grants`: what the user may ask for. */
import { withGivenService } from '../givenServices.ts';
import { myGrants } from '../graphql.ts';
import type { Grants } from '../graphql.ts';
import { identify } from '../identity.ts';
import type { Invocation } from '../invocation.ts';
import { formOf, waiting, write, writeJson } from '../output.ts';
import { printable } from '../printable.ts';
import { conditionsText, partRow, roleRow, SCOPE_HEADING } from '../scopeTable.ts';
import { table } from '../table.ts';

const rowOf = ({
  name,
  unusable: _unusable,
  conditions: _conditions,
  maxDurationSeconds,
  role,
  ...services
}: Grants[number]): string[] => {
  const [given] = Object.entries(services).flatMap(([service, part]) => (part ? [partRow(service, part)] : []));
  return [name, ...(given ?? (role ? roleRow(role) : ['', '', '', '', ''])), String(maxDurationSeconds)];
};

/** For people: what can be used, under which conditions, and what cannot and why. */
export const grantsText = (grants: Grants): string => {
  const usable = grants.filter(({ unusable }) => !unusable);
  const rows =
    usable.length === 0
      ? 'There is no grant that you can use.\n'
      : table(['grant', ...SCOPE_HEADING, 'seconds'], usable.map(rowOf));
  const conditions = usable.map((grant) => (grant.conditions ? conditionsText(grant.name, grant.conditions) : ''));
  const reasons = grants.map(({ name, unusable }) =>
    unusable ? `\nThe grant ${printable(name)} cannot be used: ${printable(unusable)}\n` : '',
  );
  return [rows, ...conditions, ...reasons].join('');
};

export const run = async ({ options }: Invocation): Promise<void> => {
  const identity = await identify(options, process.env);
  const grants = await waiting('Asking', myGrants(identity));
  if (formOf(options, process.stdout) === 'json') writeJson(grants.map(withGivenService));
  else write(grantsText(grants));
};
