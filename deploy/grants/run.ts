/** `npm run grants`: every grant of grants.ts as a table, or what one caller would get, and what should be looked at. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Caller } from '../../core/caller.ts';
import { UsageError } from '../../client/cli/failures.ts';
import { printable, printableLines } from '../../client/cli/printable.ts';
import { conditionsText } from '../../client/cli/scopeTable.ts';
import { table } from '../../client/cli/table.ts';
import { runCommand } from '../../local/terminal/runCommand.ts';
import { type Finding, findingsText } from '../check/finding.ts';
import { callerIn, sampleCaller, tokenText } from './callerOption.ts';
import { callersRows, type CallersRow, grantRows, type GrantRow } from './grantRows.ts';
import { type ReadGrants, readGrants, refusalsOf, warningsOf } from './readGrants.ts';

const USAGE = `Usage: npm run grants -- [USER | --token FILE] [--stage STAGE] [--json]

Every grant of grants.ts. With a sample user (member, editor, rival, guest) or a token: what that caller would get, and what not and
why. No account and no running stack is needed.

  --token FILE   a JWT, or the JSON of its claims; - reads it from a pipe. It is not verified and not shown
  --stage STAGE  whose names resources have: dev when left out
  --json         as JSON

Then come warnings: grants that nobody can use or that add nothing, and scopes that do not fit when they are left out. They leave the exit code
as it is. Access that lets its holder get more than is granted is refused: exit code 1.`;

const project = path.resolve(import.meta.dirname, '../..');

const partOf = ({ part }: Pick<GrantRow, 'part'>): string => (part === '' ? 'all of it' : (part ?? ''));
const accessOf = ({ access }: Pick<GrantRow, 'access'>): string => access?.join(', ') ?? 'all that it may';

const conditionsOf = (rows: readonly Pick<GrantRow, 'grant' | 'conditions'>[]): string =>
  rows
    .flatMap(({ grant, conditions }) => (conditions === null ? [] : conditionsText(grant, JSON.stringify(conditions))))
    .join('');

const grantsText = (rows: readonly GrantRow[]): string =>
  `${table(
    ['grant', 'to', 'service', 'resource', 'part', 'access', 'seconds'],
    rows.map((row) => [
      row.grant,
      row.to,
      row.service ?? 'role',
      row.resource,
      partOf(row),
      accessOf(row),
      String(row.maxDurationSeconds),
    ]),
  )}${conditionsOf(rows)}`;

const callersText = (rows: readonly CallersRow[]): string => {
  const usable = rows.filter(({ unusable }) => unusable === null);
  const all = usable.map((row) => [
    row.grant,
    row.service ?? 'role',
    row.resource,
    row.name,
    partOf(row),
    accessOf(row),
    String(row.maxDurationSeconds),
  ]);
  const reasons = rows.flatMap(({ grant, unusable }) =>
    unusable === null ? [] : [`\nThe grant ${printable(grant)} cannot be used: ${printable(unusable)}\n`],
  );
  const usableText =
    usable.length === 0
      ? 'There is no grant that this caller can use.\n'
      : table(['grant', 'service', 'resource', 'name', 'part', 'access', 'seconds'], all);
  return `${usableText}${conditionsOf(usable)}${reasons.join('')}`;
};

const section = (heading: string, findings: readonly Finding[]): string =>
  findings.length === 0 ? '' : `\n${heading}\n\n${printableLines(findingsText(findings))}`;

const showAll = async (read: ReadGrants, json: boolean): Promise<void> => {
  const grants = grantRows(read.grants, read.audiences);
  const [warnings, refused] = [await warningsOf(read), await refusalsOf(project, read)];
  if (json) process.stdout.write(`${JSON.stringify({ grants, warnings, refused }, null, 2)}\n`);
  else {
    process.stdout.write(
      `${grantsText(grants)}${section('To be looked at:', warnings)}${section('Refused:', refused)}`,
    );
  }
  if (refused.length > 0) process.exitCode = 1;
};

const callerOf = async (user: string | undefined, token: string | undefined): Promise<Caller | undefined> => {
  if (user !== undefined && token !== undefined) throw new UsageError('Give a sample user or --token, not both.');
  if (token !== undefined) return callerIn(await tokenText(token));
  return user === undefined ? undefined : sampleCaller(user);
};

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    options: { token: { type: 'string' }, stage: { type: 'string' }, json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [user, stray] = positionals;
  if (stray !== undefined) throw new UsageError(`Unexpected argument '${printable(stray)}'`);
  const caller = await callerOf(user, values.token);
  const read = await readGrants(project, values.stage ?? 'dev');
  if (caller === undefined) {
    await showAll(read, values.json === true);
    return;
  }
  const rows = callersRows(read.grants, caller);
  process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : callersText(rows));
});
