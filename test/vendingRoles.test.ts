/** What the roles of serverless.yml allow, judged by the evaluator. */
import { type Context, evaluate, evaluateSession } from '../core/policy/evaluate.ts';
import { actionsOf, type Call, mayAssume as assumes } from '../deploy/check/trust.ts';
import { readService } from '../local/readService.ts';
import type { Role } from '../local/service.ts';

const service = await readService();
const role = (logicalId: string): Role => {
  const found = service.roles.find(({ name }) => name === `scopevend-dev-${logicalId}`);
  if (found === undefined) throw new Error(`no ${logicalId}`);
  return found;
};
const roleOf = (key: string): Role => {
  const found = service.roles.find(({ arn }) => arn === service.functions[key]?.roleArn);
  if (found === undefined) throw new Error(`no role of ${key}`);
  return found;
};

const good: Call = { sourceIdentity: 'a-sub', tags: { 'vend:sub': 'a-sub', 'vend:tenant': 'acme' } };

/** Whether a session of a role, from a function, may assume another role. */
const mayAssume = (target: Role, { arn, policies }: Role, call: Call, functionKey = 'vend'): boolean => {
  const from = service.functions[functionKey]?.arn;
  return assumes(target, { arn, policies, ...(from !== undefined && { sourceFunctionArn: from }) }, call);
};

describe.each(['VendRole', 'ReportingRole'])('%s', (logicalId) => {
  const target = role(logicalId);

  it.each([
    { what: 'a source identity and both tags', call: good },
    { what: 'a source identity and the tag of the user', call: { ...good, tags: { 'vend:sub': 'a-sub' } } },
  ])('is assumed by the vending function with $what', ({ call }) => {
    expect(mayAssume(target, roleOf('vend'), call)).toBe(true);
  });

  it.each<{ what: string; call: Call }>([
    { what: 'without a source identity', call: { tags: { 'vend:sub': 'a-sub' } } },
    { what: 'without tags', call: { sourceIdentity: 'a-sub' } },
    { what: 'without the tag of the user', call: { ...good, tags: { 'vend:tenant': 'acme' } } },
    { what: 'with an empty tag of the user', call: { ...good, tags: { 'vend:sub': '' } } },
    { what: 'with an empty tag of the tenant', call: { ...good, tags: { 'vend:sub': 'a-sub', 'vend:tenant': '' } } },
    { what: 'with a tag of two segments', call: { ...good, tags: { 'vend:sub': 'a-sub', 'vend:tenant': 'acme/b' } } },
    { what: 'with a tag of another name', call: { ...good, tags: { 'vend:sub': 'a-sub', admin: 'true' } } },
    ...['vend:other', 'v', 'v100', 'v20', 'vv0'].map((tag) => ({
      what: `with the tag ${tag}, which is not ours`,
      call: { ...good, tags: { ...good.tags, [tag]: 'x' } },
    })),
    { what: 'with a tag in other case', call: { ...good, tags: { 'Vend:Sub': 'a-sub' } } },
    { what: 'with a transitive tag', call: { ...good, transitive: ['vend:sub'] } },
  ])('is not assumed $what', ({ call }) => {
    expect(mayAssume(target, roleOf('vend'), call)).toBe(false);
  });

  it('is not assumed with the credentials of the vending function elsewhere', () => {
    expect(mayAssume(target, roleOf('vend'), good, 'preview')).toBe(false);
    expect(mayAssume(target, roleOf('vend'), good, 'no function at all')).toBe(false);
  });

  it('trusts no other role of the service', () => {
    const trusted = service.roles.filter(({ arn }) =>
      [...actionsOf(good)].some(
        ([action, context]) =>
          evaluate(target.trustPolicy, { action, resource: target.arn, context, principal: { AWS: [arn] } }) ===
          'Allow',
      ),
    );
    expect(trusted).toEqual([roleOf('vend')]);
  });

  it('is reached by the policies of no other function', () => {
    for (const key of ['preview', 'preTokenGeneration']) {
      for (const [action, context] of actionsOf(good)) {
        expect(evaluate(roleOf(key).policies, { action, resource: target.arn, context })).toBe('ImplicitDeny');
      }
    }
  });
});

describe('the Lambda role', () => {
  it('reaches no role that is not vended', () => {
    const context = { 'lambda:SourceFunctionArn': service.functions['vend']?.arn ?? '' };
    const reached = service.roles.filter(
      ({ arn }) => evaluate(roleOf('vend').policies, { action: 'sts:AssumeRole', resource: arn, context }) === 'Allow',
    );
    expect(reached).toEqual([role('VendRole'), role('ReportingRole')]);
  });

  it.each(['vend', 'preview', 'preTokenGeneration'])('of %s writes its own log and no other', (key) => {
    const log = (name: string) => `arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/${name}:log-stream:s`;
    const write = (name: string, from = service.functions[key]?.arn ?? '') =>
      evaluate(roleOf(key).policies, {
        action: 'logs:PutLogEvents',
        resource: log(name),
        context: { 'lambda:SourceFunctionArn': from },
      });
    for (const { key: other, name } of Object.values(service.functions)) {
      expect(write(name)).toBe(other === key ? 'Allow' : 'ImplicitDeny');
    }
    expect(write('scopevend-dev-vending')).toBe('ImplicitDeny');
  });
});

describe('the Vend policy', () => {
  const bucket = 'arn:aws:s3:::scopevend-dev-uploadsbucket';
  const tags: Context = { 'aws:PrincipalTag/vend:sub': 'u', 'aws:PrincipalTag/vend:tenant': 'acme' };
  const judge = (action: string, resource: string, context: Context = {}, session: Context = tags) =>
    evaluate(role('VendRole').policies, {
      action,
      resource,
      context: { 'aws:SecureTransport': 'true', ...session, ...context },
    });
  const objectActions = [
    's3:GetObject',
    's3:PutObject',
    's3:AbortMultipartUpload',
    's3:ListMultipartUploadParts',
    's3:DeleteObject',
  ];

  it.each(objectActions)('allows %s in the folders of the user and the tenant, and nowhere else', (action) => {
    expect(judge(action, `${bucket}/users/u/a/b`)).toBe('Allow');
    expect(judge(action, `${bucket}/tenants/acme/shared/a`)).toBe('Allow');
    for (const key of ['users/v/a', 'users/uu/a', 'users/u', 'tenants/acme/a', 'tenants/globex/shared/a', 'a']) {
      expect(judge(action, `${bucket}/${key}`)).toBe('ImplicitDeny');
    }
    expect(judge(action, 'arn:aws:s3:::another/users/u/a')).toBe('ExplicitDeny');
  });

  it.each([
    { prefix: 'users/u/', decision: 'Allow' },
    { prefix: 'users/u/a', decision: 'Allow' },
    { prefix: 'tenants/acme/shared/', decision: 'Allow' },
    { prefix: 'users/u', decision: 'ImplicitDeny' },
    { prefix: 'users/', decision: 'ImplicitDeny' },
    { prefix: '', decision: 'ImplicitDeny' },
    { prefix: 'tenants/acme/', decision: 'ImplicitDeny' },
    { prefix: 'tenants/globex/shared/', decision: 'ImplicitDeny' },
  ])('answers a list of "$prefix" with $decision', ({ prefix, decision }) => {
    expect(judge('s3:ListBucket', bucket, { 's3:prefix': prefix })).toBe(decision);
  });

  it('does not allow a list without a prefix', () => {
    expect(judge('s3:ListBucket', bucket)).toBe('ImplicitDeny');
  });

  describe.each([
    'GetItem',
    'BatchGetItem',
    'Query',
    'ConditionCheckItem',
    'PutItem',
    'UpdateItem',
    'DeleteItem',
    'BatchWriteItem',
  ])('on notes lets %s', (name) => {
    const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/scopevend-dev-NotesTable';
    const keyed = (keys: readonly string[], session: Context = tags, resource = table) =>
      judge(`dynamodb:${name}`, resource, { 'dynamodb:LeadingKeys': keys }, session);

    it('through for the user’s own key', () => {
      expect([keyed(['u']), keyed(['u', 'u'])]).toEqual(['Allow', 'Allow']);
    });

    it('through for no other key, nor one beside it, nor none', () => {
      for (const keys of [['v'], ['uu'], ['U'], ['u', 'v'], ['*'], ['u#a'], [''], []])
        expect([keys, keyed(keys)]).toEqual([keys, 'ImplicitDeny']);
      expect(judge(`dynamodb:${name}`, table)).toBe('ImplicitDeny');
    });

    it('not through without the tag, nor on another table, nor on an index', () => {
      for (const session of [{}, { 'aws:PrincipalTag/vend:tenant': 'u' }])
        for (const keys of [['u'], [''], []]) expect(keyed(keys, session)).toBe('ImplicitDeny');
      for (const resource of [`${table}2`, `${table}/index/i`, table.replace('us-east-1', 'eu-west-1')])
        expect(keyed(['u'], tags, resource)).toBe('ExplicitDeny');
    });
  });

  it.each(['Scan', 'PartiQLSelect', 'PartiQLUpdate', 'DescribeTable', 'DeleteTable', 'PutResourcePolicy'])(
    'denies %s on notes, so that no policy of the table can allow it',
    (name) => {
      const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/scopevend-dev-NotesTable';
      expect(judge(`dynamodb:${name}`, table, { 'dynamodb:LeadingKeys': ['u'] })).toBe('ExplicitDeny');
    },
  );

  it('gives a session without tags nothing, and one without a tenant no shared folder', () => {
    expect(judge('s3:GetObject', `${bucket}/users//a`, {}, {})).toBe('ImplicitDeny');
    expect(judge('s3:GetObject', `${bucket}/users/u/a`, {}, {})).toBe('ImplicitDeny');
    const session = { 'aws:PrincipalTag/vend:sub': 'u' };
    expect(judge('s3:GetObject', `${bucket}/users/u/a`, {}, session)).toBe('Allow');
    expect(judge('s3:GetObject', `${bucket}/tenants/acme/shared/a`, {}, session)).toBe('ImplicitDeny');
    expect(judge('s3:GetObject', `${bucket}/tenants//shared/a`, {}, session)).toBe('ImplicitDeny');
  });

  it.each<{ what: string; action: string; context?: Context }>([
    { what: 'plain HTTP', action: 's3:GetObject', context: { 'aws:SecureTransport': 'false' } },
    { what: 'an ACL', action: 's3:PutObjectAcl' },
    { what: 'an ACL of a version', action: 's3:PutObjectVersionAcl' },
    { what: 'a canned ACL', action: 's3:PutObject', context: { 's3:x-amz-acl': 'public-read' } },
    ...['read', 'write', 'read-acp', 'write-acp', 'full-control'].map((grant) => ({
      what: `a grant of ${grant}`,
      action: 's3:PutObject',
      context: { [`s3:x-amz-grant-${grant}`]: 'id=x' },
    })),
    {
      what: 'a key of the customer',
      action: 's3:PutObject',
      context: { 's3:x-amz-server-side-encryption-customer-algorithm': 'AES256' },
    },
    { what: 'a website redirect', action: 's3:PutObject', context: { 's3:x-amz-website-redirect-location': '/x' } },
    { what: 'a further role', action: 'sts:AssumeRole' },
    { what: 'a narrower session', action: 'sts:GetScopedCredentials' },
    { what: 'a change of permissions', action: 'iam:PutRolePolicy' },
  ])('denies $what, so that no resource policy can allow it', ({ action, context }) => {
    expect(judge(action, `${bucket}/users/u/a`, context)).toBe('ExplicitDeny');
    const reporting = evaluate(role('ReportingRole').policies, {
      action,
      resource: `${bucket}/reports/acme/a`,
      context: { 'aws:SecureTransport': 'true', ...tags, ...context },
    });
    expect(reporting).toBe('ExplicitDeny');
  });
});

describe('the reporting role', () => {
  it.each([
    { action: 's3:GetObject', key: 'reports/acme/a', decision: 'Allow' },
    { action: 's3:GetObject', key: 'reports/globex/a', decision: 'ImplicitDeny' },
    { action: 's3:PutObject', key: 'reports/acme/a', decision: 'ExplicitDeny' },
    { action: 's3:GetObject', key: 'users/u/a', decision: 'ImplicitDeny' },
  ])('answers $action on $key with $decision', ({ action, key, decision }) => {
    const context = { 'aws:PrincipalTag/vend:sub': 'u', 'aws:PrincipalTag/vend:tenant': 'acme' };
    const resource = `arn:aws:s3:::scopevend-dev-uploadsbucket/${key}`;
    expect(evaluate(role('ReportingRole').policies, { action, resource, context })).toBe(decision);
  });
});

describe('a policy of a resource that lets everyone in', () => {
  const open = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
  } as const;
  const session = `arn:aws:sts::000000000000:assumed-role/scopevend-dev-VendRole/a-vend`;
  const uploads = 'arn:aws:s3:::scopevend-dev-uploadsbucket';

  it.each([
    { action: 's3:GetObject', resource: 'arn:aws:s3:::shared-with-the-organisation/a' },
    { action: 's3:DeleteObject', resource: 'arn:aws:s3:::shared-with-the-organisation/users/u/a' },
    { action: 's3:ListBucket', resource: 'arn:aws:s3:::shared-with-the-organisation' },
    { action: 's3:PutBucketPolicy', resource: uploads },
    { action: 's3:GetObjectVersion', resource: `${uploads}/users/u/a` },
    { action: 'dynamodb:GetItem', resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/shared' },
    { action: 'dynamodb:Scan', resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/scopevend-dev-NotesTable' },
    { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:us-east-1:000000000000:queue' },
    { action: 'kms:Decrypt', resource: 'arn:aws:kms:us-east-1:000000000000:key/k' },
    { action: 'secretsmanager:GetSecretValue', resource: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:s' },
  ])('adds no $action on $resource to what is vended', ({ action, resource }) => {
    for (const logicalId of ['VendRole', 'ReportingRole']) {
      const names = { AWS: [session, role(logicalId).arn] };
      const context = { 'aws:SecureTransport': 'true', 'aws:PrincipalTag/vend:sub': 'u' };
      const policies = { identity: role(logicalId).policies, session: [], resource: open };
      expect(evaluateSession(policies, { action, resource, context, principal: names }).decision).toBe('ExplicitDeny');
    }
  });
});
