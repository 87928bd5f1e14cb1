/** The one IAM user of the local stack: a developer who tries out by long-term keys what a vend would give. */
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import { evaluate } from '../../core/policy/evaluate.ts';
import type { Service } from '../service.ts';
import type { AccessKey } from './iamUser.ts';
import { uniqueId } from './iamUser.ts';

/** Public, and good on this machine only. Its shape is that of a real key, so that clients take it. */
export const sampleAccessKey = {
  accessKeyId: 'AKIALOCALDEVELOPER00',
  secretAccessKey: 'only-for-the-local-stack/never/for/AWS00',
} as const;

const name = 'developer';

const mayFederate = ({ partition, account }: Pick<Service, 'partition' | 'account'>): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: {
    Sid: 'FederateUsersWithTags',
    Effect: 'Allow',
    Action: ['sts:GetFederationToken', 'sts:TagSession'],
    Resource: `arn:${partition}:sts::${account}:federated-user/*`,
  },
});

const statementsOf = ({ Statement: statements }: PolicyDocument): readonly Statement[] =>
  'Effect' in statements ? [statements] : statements;

/** Whatever the tag is: the values that a session tag fills in are for the session policy to narrow. */
const anyTag = (text: string) => text.replace(/\$\{aws:PrincipalTag\/[^}]*\}/g, '*');
const bindsToTag = (text: string) => anyTag(text) !== text;
const listOf = (texts: string | readonly string[]) => (typeof texts === 'string' ? [texts] : texts);

/** As wide as the statement gets with any session tag: resources and StringLike values with `*` for a tag, other such conditions gone. */
const widest = (statement: Statement): Statement => {
  const { Condition, Resource, ...rest } = statement;
  const conditions = Object.entries(Condition ?? {}).map(([operator, keys]) => {
    const kept = Object.entries(keys).flatMap(([key, values]) => {
      if (operator.endsWith('StringLike')) return [[key, listOf(values).map(anyTag)] as const];
      return listOf(values).some(bindsToTag) ? [] : [[key, values] as const];
    });
    return [operator, Object.fromEntries(kept)] as const;
  });
  const bound = conditions.filter(([, keys]) => Object.keys(keys).length > 0);
  return {
    ...rest,
    ...(Resource !== undefined && { Resource: listOf(Resource).map(anyTag) }),
    ...(bound.length > 0 && { Condition: Object.fromEntries(bound) }),
  };
};

/** The Vend role may call no STS; the developer must. What a federated user may call of STS is STS's own rule. */
const deniesSts = (statement: Statement): boolean =>
  evaluate(
    { Version: '2012-10-17', Statement: statement },
    { action: 'sts:GetFederationToken', resource: '*', context: { 'aws:SecureTransport': 'true' } },
  ) === 'ExplicitDeny';

const vendPolicies = ({ roles, functions }: Pick<Service, 'roles' | 'functions'>): readonly PolicyDocument[] => {
  const vendRoleArn = functions['vend']?.environment['VEND_ROLE_ARN'];
  const role = roles.find(({ arn }) => arn === vendRoleArn);
  if (!role) throw new Error('serverless.yml has no role that VEND_ROLE_ARN of the function vend names.');
  return role.policies.map((document) => ({
    ...document,
    Statement: statementsOf(document)
      .filter((statement) => !deniesSts(statement))
      .map((statement) => (statement.Effect === 'Allow' ? widest(statement) : statement)),
  }));
};

/**
 * The user `developer`: may federate users with tags, and do what the Vend policy allows to whomever it is vended, so that
 * the session policy is all that narrows. Its key is fixed and public.
 *
 * @throws Error when the service has no Vend role
 */
export const sampleIamUser = (service: Pick<Service, 'roles' | 'functions' | 'partition' | 'account'>): AccessKey => {
  const arn = `arn:${service.partition}:iam::${service.account}:user/${name}`;
  const policies = [
    mayFederate(service),
    ...vendPolicies(service).filter(({ Statement: list }) => Object.keys(list).length > 0),
  ];
  return { ...sampleAccessKey, user: { name, arn, userId: uniqueId('AIDA', arn), policies } };
};
