/** Every check of what would be deployed that needs no account: the cheap ones, and those that know all actions of AWS. */
import type { AwsActions } from './awsActions.ts';
import { type Deploying, cheapChecks } from './cheapChecks.ts';
import { conditionKeys } from './conditionKeys.ts';
import type { Deployed } from './deployed.ts';
import { escalationIn } from './escalation.ts';
import type { Finding } from './finding.ts';
import { grantsOnParts } from './imaginedCaller.ts';
import { missingDenials } from './missingDenials.ts';
import { readProject } from './readProject.ts';
import { unexplainedIn } from './reasons.ts';
import { widerAccess } from './widerAccess.ts';

/** The keys of all conditions of all policies of the template. */
const keyFindings = ({ roles, ofType }: Deployed, actions: AwsActions): readonly Finding[] => [
  ...roles.flatMap(({ name, trustPolicy, policies }) => [
    ...conditionKeys([trustPolicy], `the trust policy of ${name}`, actions),
    ...conditionKeys(policies, `the policies of ${name}`, actions),
  ]),
  ...ofType('AWS::S3::BucketPolicy').flatMap(({ logicalId, properties }) =>
    conditionKeys([properties['PolicyDocument'] as never], logicalId, actions),
  ),
];

/** All findings for one stage. What is wrong with stage, parameters or grants.ts itself is told alone. */
export const allChecks = async (deploying: Deploying, actions: AwsActions): Promise<readonly Finding[]> => {
  const cheap = await cheapChecks(deploying);
  const { project, stage, options } = deploying;
  const read = await readProject(project, stage, options);
  if ('findings' in read) return cheap;
  const { deployed, grants } = read;
  // What a role that is passed on may do is what its own policy says: there is no grant on a part to hold it against.
  const vendRoles = new Set(grantsOnParts(grants).map(({ resource }) => resource.vendRoleArn));
  const passedOn = new Set(grants.grants.map(({ resource: { kind, name } }) => (kind === 'role' ? name : '')));
  return [
    ...cheap,
    ...deployed.roles.filter(({ arn }) => vendRoles.has(arn)).flatMap((role) => widerAccess(role, grants, actions)),
    ...deployed.roles
      .filter(({ arn }) => vendRoles.has(arn) || passedOn.has(arn))
      .flatMap((role) => missingDenials(deployed, role, grants, actions)),
    ...keyFindings(deployed, actions),
    ...(await escalationIn(project, deployed.roles, grants, actions)),
    ...(await unexplainedIn(project)),
  ];
};
