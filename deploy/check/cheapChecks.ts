/** The checks that need neither packaging nor AWS's list of actions: what stops `serverless package` and `serverless deploy`. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { deadAccess } from './deadAccess.ts';
import { type Parameters, readDeployed } from './deployed.ts';
import type { Finding } from './finding.ts';
import { namedGrants } from './namedGrants.ts';
import { parameterFindings } from './parameters.ts';
import { judgeVendedRoles } from './vendedRoles.ts';

/** What is about to be deployed. */
export interface Deploying {
  readonly project: string;
  readonly stage: string;
  /** `params` of serverless.yml. */
  readonly params: unknown;
  readonly options: Parameters;
  readonly region?: string;
}

/** What grants.ts exports. */
export const declarationOf = async (project: string): Promise<unknown> => {
  const { default: declaration } = (await import(pathToFileURL(path.join(project, 'grants.ts')).href)) as {
    readonly default: unknown;
  };
  return declaration;
};

/** Checks stage and parameters, then grants.ts against what they name, then the roles; what comes later rests on what comes before. */
export const cheapChecks = async ({
  project,
  stage,
  params,
  options,
  region,
}: Deploying): Promise<readonly Finding[]> => {
  const wrong = parameterFindings(stage, params, options, region);
  if (wrong.length > 0) return wrong;
  const deployed = await readDeployed({ project, stage, parameters: options });
  const named = namedGrants(deployed, await declarationOf(project));
  if ('findings' in named) return named.findings;
  return [...judgeVendedRoles(deployed, named.grants), ...deadAccess(deployed, named.grants)];
};
