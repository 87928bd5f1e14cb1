/** `npm run audit:pool -- file.json …`: audits an existing user pool, as the AWS CLI describes it, for the grants of grants.ts. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { claimsUsed } from '../check/imaginedCaller.ts';
import { readDeployed } from '../check/deployed.ts';
import { findingsText } from '../check/finding.ts';
import { namedGrants } from '../check/namedGrants.ts';
import grants from '../../grants.ts';
import { auditPool } from './auditPool.ts';
import { readDescription } from './poolDescription.ts';

const usage = `Audits an existing user pool for the grants of grants.ts, from what the AWS CLI says of it.

Usage: npm run audit:pool -- <file.json …> [--from <claim>=<attribute> …]

  The files, in any order, made with --output json:
    aws cognito-idp describe-user-pool --user-pool-id <id>
    aws cognito-idp list-user-pool-clients --user-pool-id <id>
    aws cognito-idp describe-user-pool-client --user-pool-id <id> --client-id <id>      each client of the pool
    aws cognito-idp list-identity-providers --user-pool-id <id>
    aws cognito-idp describe-identity-provider --user-pool-id <id> --provider-name <n>  each provider, if there is any
  --from  where a trigger of your own takes a claim from, if not from custom:<claim>, for example tenant=custom:organisation

Exit code 1 with findings, 2 when it could not be audited. The client secrets in such files are read by nobody; delete the files afterwards.`;

const toClaims = (to: unknown): readonly string[] =>
  typeof to === 'object' && to !== null && 'claim' in to && typeof to.claim === 'string' ? [to.claim] : [];

const claimsOfGrants = async (): Promise<readonly string[]> => {
  const deployed = await readDeployed({ project: path.resolve(import.meta.dirname, '../..'), stage: 'dev' });
  const named = namedGrants(deployed, grants);
  if ('findings' in named) throw new Error(findingsText(named.findings));
  const matched = (grants.grants as readonly { readonly to: unknown }[]).flatMap(({ to }) => toClaims(to));
  return [...new Set([...claimsUsed(named.grants), ...matched])].filter((claim) => claim !== 'sub');
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { from: { type: 'string', multiple: true, default: [] }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true || positionals.length === 0) {
    process.stdout.write(`${usage}\n`);
    return values.help === true ? 0 : 2;
  }
  const sources = new Map(
    values.from.map((given): [string, string] => {
      const [, claim, attribute] = /^([\w.-]+)=([\w:.-]+)$/.exec(given) ?? [];
      if (claim === undefined || attribute === undefined)
        throw new Error(`--from ${given} is not <claim>=<attribute>.`);
      return [claim, attribute];
    }),
  );
  const files: [string, string][] = [];
  for (const file of positionals) files.push([file, await readFile(file, 'utf8')]);
  const claims = await claimsOfGrants();
  const found = auditPool(readDescription(files), claims, sources);
  const faults = found.filter(({ severity }) => severity === 'fault');
  const notices = found.filter(({ severity }) => severity === 'notice');
  const rests = claims.length === 0 ? 'no claim but sub' : `the claims ${claims.join(', ')}`;
  process.stdout.write(`Audited for grants that rest on ${rests}.\n\n${findingsText(faults)}`);
  if (notices.length > 0) process.stdout.write(`\nTo look at:\n\n${findingsText(notices)}`);
  process.stdout.write(`\n${String(faults.length)} to mend, ${String(notices.length)} to look at.\n`);
  return faults.length > 0 ? 1 : 0;
};

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
});
