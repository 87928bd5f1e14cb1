/** grants.ts as a stage would deploy it, and what is to be said of it: without an account. */
import type { Grants } from '../../core/compileGrants.ts';
import type { Who } from '../../core/grants.ts';
import { awsActions } from '../check/awsActions.ts';
import { audiencesOf } from '../check/audience.ts';
import type { Deployed } from '../check/deployed.ts';
import { escalationIn } from '../check/escalation.ts';
import { type Finding, findingsText } from '../check/finding.ts';
import { grantWarnings } from '../check/grantWarnings.ts';
import { readProject } from '../check/readProject.ts';

/** What is to be shown. */
export interface ReadGrants {
  readonly deployed: Deployed;
  readonly grants: Grants;
  readonly audiences: ReadonlyMap<string, Who>;
}

/** @throws Error that says what is wrong with grants.ts, and how to mend it */
export const readGrants = async (project: string, stage: string): Promise<ReadGrants> => {
  const read = await readProject(project, stage);
  if ('findings' in read) throw new Error(findingsText(read.findings).trimEnd());
  const { deployed, declaration, grants } = read;
  return { deployed, grants, audiences: audiencesOf(declaration) };
};

/** What may be meant, but need not be. */
export const warningsOf = ({ deployed, grants, audiences }: ReadGrants): Promise<readonly Finding[]> =>
  grantWarnings(deployed, grants, audiences);

/** What is refused: `npm run check:roles` finds it, too. */
export const refusalsOf = async (project: string, { deployed, grants }: ReadGrants): Promise<readonly Finding[]> =>
  escalationIn(project, deployed.roles, grants, await awsActions());
