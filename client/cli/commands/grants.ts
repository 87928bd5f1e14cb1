/** `scopevend grants`: what the user may ask for. */
import { myGrants } from '../graphql.ts';
import type { Grants } from '../graphql.ts';
import { identify } from '../identity.ts';
import type { Invocation } from '../invocation.ts';
import { formOf, waiting, write, writeJson } from '../output.ts';
import { printable } from '../printable.ts';
import { partRow, roleRow, SCOPE_HEADING } from '../scopeTable.ts';
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

export const run = async ({ options }: Invocation): Promise<void> => {
  const identity = await identify(options, process.env);
  const grants = await waiting('Asking', myGrants(identity));
  if (formOf(options, process.stdout) === 'json') {
    writeJson(grants);
    return;
  }
  const usable = grants.filter(({ unusable }) => !unusable);
  if (usable.length === 0) write('There is no grant that you can use.\n');
  else write(table(['grant', ...SCOPE_HEADING, 'seconds'], usable.map(rowOf)));
  for (const { name, unusable } of grants) {
    if (unusable) write(`\nThe grant ${printable(name)} cannot be used: ${printable(unusable)}\n`);
  }
};
