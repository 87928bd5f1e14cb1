/** `scopevend vend`: one vend, shown as a table, as JSON or as lines for a shell. */
import { exportLines, keysEnvironment } from '../awsEnvironment.ts';
import { UsageError } from '../failures.ts';
import { withGivenScope } from '../givenServices.ts';
import { identify, OTHER_OPERATIONS } from '../identity.ts';
import type { Invocation } from '../invocation.ts';
import { formOf, waiting, write, writeJson } from '../output.ts';
import { askIn } from '../scopeOption.ts';
import { expiryText, scopeTable, unusableText } from '../scopeTable.ts';
import { table } from '../table.ts';
import { vend } from '../vend.ts';

const LIMIT = 2048;

const counted = (count: number): string => count.toLocaleString('en');

const kept = (secret: string): string =>
  `not shown here (${counted(secret.length)} characters): --json or --env prints it`;

/** @throws UsageError for more than one */
const operationOf = ({ options: { as = [] } }: Invocation): string | undefined => {
  const [operation, ...more] = as.filter((value) => (OTHER_OPERATIONS as readonly string[]).includes(value));
  if (more.length > 0) throw new UsageError('Say --as federation or --as session, and once.');
  return operation;
};

const byService = async (invocation: Invocation): Promise<void> => {
  const { options } = invocation;
  const ask = await askIn(invocation);
  const identity = await identify(options, process.env);
  const vended = await waiting('Vending', vend(identity, ask));
  const form = formOf(options, process.stdout);
  if (form === 'json') writeJson(withGivenScope(vended));
  if (form === 'env') {
    const place = { region: vended.region, awsUrl: identity.stack?.awsUrl };
    write(exportLines(keysEnvironment(vended, place, process.env)));
  }
  if (form !== 'table') return;
  const { sessionPolicy } = vended;
  const policy =
    typeof sessionPolicy !== 'string' ? 'none' : `${counted(sessionPolicy.length)} of ${counted(LIMIT)} characters`;
  write(
    table(undefined, [
      ['vend id', vended.vendId],
      ['expires', expiryText(vended.expiration)],
      ['principal', vended.assumedRoleArn],
      ['session policy', policy],
      ['access key ID', vended.accessKeyId],
      ['secret access key', kept(vended.secretAccessKey)],
      ['session token', kept(vended.sessionToken)],
    ]),
  );
  write(`\n${scopeTable(vended.scope)}${unusableText(vended.unusableGrants)}`);
};

export const run = async (invocation: Invocation): Promise<void> => {
  const operation = operationOf(invocation);
  if (invocation.options.json && invocation.options.env) throw new UsageError('Say --json or --env, not both.');
  if (operation === undefined) {
    if (invocation.options.whole) throw new UsageError('--whole goes with --as session only.');
    await byService(invocation);
    return;
  }
  const { vendAs } = await import('../federation/vendAs.ts');
  await vendAs(operation, invocation);
};
