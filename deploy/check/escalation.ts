/** Whether credentials could get their holder more than was granted: permissions changed, roles passed on, code put into functions. */
import type { Grants } from '../../core/compileGrants.ts';
import type { Statement } from '../../core/policy/document.ts';
import { evaluate } from '../../core/policy/evaluate.ts';
import type { Role } from '../../local/service.ts';
import type { AwsAction, AwsActions } from './awsActions.ts';
import { type Finding, VEND_POLICY_FILE } from './finding.ts';
import { imaginedCaller, claimsUsed, sessionContext } from './imaginedCaller.ts';
import { probesOf, statementsOf } from './probes.ts';
import { policyFiles, statementBlocks } from './reasons.ts';
import { possibleActions } from './widerAccess.ts';

/**
 * Actions that AWS counts as writing, with which a holder runs code as somebody else, or becomes somebody else to this service. What a
 * service does with a role that is passed to it needs iam:PassRole, which is refused itself.
 */
export const RUNS_AS_ANOTHER: ReadonlySet<string> = new Set(
  [
    'lambda:CreateFunction lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration lambda:UpdateAlias lambda:PublishLayerVersion',
    'lambda:CreateEventSourceMapping lambda:UpdateEventSourceMapping kms:CreateGrant',
    'cloudformation:CreateStack cloudformation:UpdateStack cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet',
    'codebuild:StartBuild codebuild:StartBuildBatch codebuild:UpdateProject codepipeline:UpdatePipeline',
    'ssm:SendCommand ssm:StartSession ssm:StartAutomationExecution ecs:ExecuteCommand ecs:RunTask ecs:RegisterTaskDefinition',
    'ec2:RunInstances ec2:ModifyInstanceAttribute ec2:AssociateIamInstanceProfile ec2:ReplaceIamInstanceProfileAssociation',
    'ec2-instance-connect:SendSSHPublicKey glue:UpdateDevEndpoint glue:UpdateJob glue:StartJobRun',
    'sagemaker:CreatePresignedNotebookInstanceUrl states:UpdateStateMachine datapipeline:PutPipelineDefinition',
    'appsync:UpdateResolver appsync:UpdateFunction appsync:UpdateGraphqlApi appsync:StartSchemaCreation',
    'cognito-idp:AdminAddUserToGroup cognito-idp:AdminUpdateUserAttributes cognito-idp:AdminSetUserPassword',
    'cognito-idp:AdminCreateUser cognito-idp:AdminInitiateAuth cognito-idp:CreateGroup cognito-idp:UpdateGroup',
    'cognito-idp:UpdateUserPool cognito-idp:UpdateUserPoolClient cognito-idp:CreateUserPoolClient',
    'cognito-identity:SetIdentityPoolRoles cognito-identity:UpdateIdentityPool',
  ].flatMap((names) => names.toLowerCase().split(' ')),
);

/** Whether an action lets its holder have more than it says. */
const escalates = ({ name, level }: AwsAction): boolean =>
  level.includes('Permissions management') ||
  RUNS_AS_ANOTHER.has(name.toLowerCase()) ||
  (/^(iam|sts|sso|organizations):/.test(name) && !/^(Read|List)$/.test(level));

/** What the statement allows by its actions and resources alone: whether its conditions can be met is not asked. */
export const escalatingActions = (
  role: Role,
  statement: Statement,
  grants: Grants,
  actions: AwsActions,
): readonly string[] => {
  const caller = imaginedCaller(new Map(claimsUsed(grants).map((claim) => [claim, 'a-value'])));
  const session = sessionContext(grants, caller);
  const denials = statementsOf(role.policies).filter(({ Effect }) => Effect === 'Deny');
  const possible = possibleActions([{ Version: '2012-10-17', Statement: statement }], actions).filter((name) => {
    const action = actions.get(name.toLowerCase());
    return action !== undefined && escalates(action);
  });
  const { Condition: _met, ...unconditional } = statement;
  const { NotAction: _all, NotResource, ...rest } = unconditional;
  return possible.filter((name) =>
    probesOf(
      { ...rest, Action: name, ...(NotResource !== undefined && { Resource: '*' }) },
      { session, expand: (one) => [one] },
    ).some((probe) => evaluate({ Version: '2012-10-17', Statement: [unconditional, ...denials] }, probe) === 'Allow'),
  );
};

/** Sids of which every statement in the files says why: `# Escalates: …`. */
export const spelledOut = (files: readonly string[]): ReadonlySet<string> => {
  const said = new Map<string, boolean>();
  for (const text of files) {
    for (const block of statementBlocks(text)) {
      const sid = /^\s*(?:- )?Sid:\s*(\w+)/m.exec(block.text.join('\n'))?.[1];
      if (sid === undefined) continue;
      const reason = block.text.some((line) => /(^|\s)#\s*Escalates:\s*\S/.test(line));
      said.set(sid, reason && said.get(sid) !== false);
    }
  }
  return new Set([...said].flatMap(([sid, reason]) => (reason ? [sid] : [])));
};

const SHOWN = 5;

/**
 * Findings for a role whose credentials are handed out, with or without a session policy: each statement that allows actions with
 * which its holder can get more, unless a comment in it spells out that this is meant. What the role is denied does not count.
 */
export const escalation = (
  role: Role,
  grants: Grants,
  actions: AwsActions,
  meant: ReadonlySet<string>,
): readonly Finding[] =>
  statementsOf(role.policies)
    .filter(({ Effect, Sid }) => Effect === 'Allow' && !(Sid !== undefined && meant.has(Sid)))
    .flatMap((statement) => {
      const names = escalatingActions(role, statement, grants, actions);
      if (names.length === 0) return [];
      const more = names.length > SHOWN ? ` and ${String(names.length - SHOWN)} more` : '';
      const { Sid = 'without Sid' } = statement;
      return [
        {
          where: `the policies of ${role.name}, statement ${Sid}`,
          what: `allows ${names.slice(0, SHOWN).join(', ')}${more}, with which whoever gets the credentials can get more than is granted`,
          mend: `Take it out of the statement. If it is meant, give the statement a Sid of its own and write into it, in ${VEND_POLICY_FILE}: # Escalates: why`,
        },
      ];
    });

/** Findings for all roles of the template that are vended from or passed on. */
export const escalationIn = async (
  project: string,
  roles: readonly Role[],
  grants: Grants,
  actions: AwsActions,
): Promise<readonly Finding[]> => {
  const handedOut = new Set(
    grants.grants.map(({ resource: { kind, name, vendRoleArn } }) => (kind === 'role' ? name : vendRoleArn)),
  );
  const meant = spelledOut((await policyFiles(project)).map(([, text]) => text));
  return roles.filter(({ arn }) => handedOut.has(arn)).flatMap((role) => escalation(role, grants, actions, meant));
};
