/** Reads a project for the checks: what would be deployed, and grants.ts against it. What cannot be read is told as a finding, too. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf } from '../../client/cli/failures.ts';
import type { Grants } from '../../core/compileGrants.ts';
import { compilePolicies, PolicyError } from '../../core/policy/evaluate.ts';
import type { PolicyDocument } from '../../core/policy/document.ts';
import { type Deployed, type Parameters, readDeployed } from './deployed.ts';
import { type Finding, VEND_POLICY_FILE } from './finding.ts';
import { namedGrants } from './namedGrants.ts';

/** What all checks rest on. */
export interface ReadProject {
  readonly deployed: Deployed;
  readonly declaration: unknown;
  readonly grants: Grants;
}

/** What grants.ts exports. */
const declarationOf = async (project: string): Promise<unknown> => {
  const { default: declaration } = (await import(pathToFileURL(path.join(project, 'grants.ts')).href)) as {
    readonly default: unknown;
  };
  return declaration;
};

const refused = (where: string, error: unknown, mend: string): { readonly findings: readonly Finding[] } => ({
  findings: [{ where, what: messageOf(error), mend }],
});

/** The statements of a document, if nobody could judge them: a misspelt element, a text that is no ARN. */
const unreadable = (
  document: PolicyDocument,
  kind: 'identity' | 'resource',
  finding: Omit<Finding, 'what'>,
): readonly Finding[] => {
  try {
    compilePolicies(document, kind);
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return [{ ...finding, what: error.message }];
    throw error;
  }
};

const unreadableIn = ({ roles }: Deployed): readonly Finding[] =>
  roles.flatMap(({ name, trustPolicy, policies }) => [
    ...policies.flatMap((document) =>
      unreadable(document, 'identity', {
        where: `the policies of ${name}`,
        mend: `Correct it there; what is vended stands in ${VEND_POLICY_FILE}.`,
      }),
    ),
    ...unreadable(trustPolicy, 'resource', {
      where: `the trust policy of ${name}`,
      mend: 'Correct it there, and sessionTags and untagged of deploy/vended.yml (or your own/vended.yml).',
    }),
  ]);

/** Each step rests on those before it: where one finds something, that is told alone. */
export const readProject = async (
  project: string,
  stage: string,
  parameters: Parameters = {},
): Promise<ReadProject | { readonly findings: readonly Finding[] }> => {
  let deployed: Deployed;
  try {
    deployed = await readDeployed({ project, stage, parameters });
  } catch (error) {
    return refused(
      'serverless.yml, with deploy/ and own/',
      error,
      'Correct it there. In place of a reference to a resource of your own write the name that you gave it.',
    );
  }
  const findings = unreadableIn(deployed);
  if (findings.length > 0) return { findings };
  let declaration: unknown;
  try {
    declaration = await declarationOf(project);
  } catch (error) {
    return refused('grants.ts', error, 'Correct it; npm run types says more.');
  }
  const named = namedGrants(deployed, declaration);
  return 'findings' in named ? named : { deployed, declaration, grants: named.grants };
};
