/** The checks that need neither packaging nor AWS's list of actions: what stops `serverless package` and `serverless deploy`. */
import { deadAccess } from './deadAccess.ts';
import type { Parameters } from './deployed.ts';
import type { Finding } from './finding.ts';
import { parameterFindings } from './parameters.ts';
import { readProject } from './readProject.ts';
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
  const read = await readProject(project, stage, options);
  if ('findings' in read) return read.findings;
  return [...judgeVendedRoles(read.deployed, read.grants), ...deadAccess(read.deployed, read.grants)];
};
