/** The packaged template's roles, judged: by stage, by parameters, in every partition. */
import type { PolicyDocument, Statement } from '../core/policy/document.ts';
import { evaluate } from '../core/policy/evaluate.ts';
import { awsActions } from '../deploy/check/awsActions.ts';
import { conditionKeys } from '../deploy/check/conditionKeys.ts';
import { deadAccess, vendRole } from '../deploy/check/deadAccess.ts';
import { type Deployed, deployedAt, functionNamed, readDeployed, roleNamed } from '../deploy/check/deployed.ts';
import { missingDenials } from '../deploy/check/missingDenials.ts';
import { namedGrants } from '../deploy/check/namedGrants.ts';
import { statementsOf } from '../deploy/check/probes.ts';
import { actionsOf, type Assumer, type Call, mayAssume } from '../deploy/check/trust.ts';
import { judgeVendedRoles } from '../deploy/check/vendedRoles.ts';
import { possibleActions, widerAccess } from '../deploy/check/widerAccess.ts';
import grants from '../grants.ts';
import { packagedOnce } from './packagedOnce.ts';
import { project } from './packageService.ts';
import { THEIRS as OWN } from './ownParameters.ts';

const variants = [
  { stage: 'dev', parameters: {}, partition: 'aws', region: 'us-east-1' },
  { stage: 'prod', parameters: {}, partition: 'aws', region: 'eu-central-1' },
  { stage: 'prod', parameters: {}, partition: 'aws-cn', region: 'cn-north-1' },
  { stage: 'dev', parameters: { xray: 'true' }, partition: 'aws', region: 'us-east-1' },
  { stage: 'prod', parameters: { xray: 'false' }, partition: 'aws', region: 'us-east-1' },
  { stage: 'prod', parameters: OWN, partition: 'aws-us-gov', region: 'us-gov-west-1' },
  ...Object.entries(OWN).flatMap(([name, value]) =>
    name === 'userPoolClientId'
      ? []
      : [
          {
            stage: 'dev',
            parameters: { [name]: value, ...(name === 'userPoolId' && { userPoolClientId: OWN.userPoolClientId }) },
            partition: 'aws',
            region: 'us-east-1',
          },
        ],
  ),
].map((variant) => ({ ...variant, own: Object.keys(variant.parameters).join(', ') || 'nothing' }));

const ACCOUNT = '111122223333';
const actions = await awsActions();
const good: Call = { sourceIdentity: 'a-sub', tags: { 'vend:sub': 'a-sub', 'vend:tenant': 'acme' } };
const vended = ['VendRole', 'ReportingRole'];

describe.each(variants)('stage $stage with $own of one’s own, in $partition', (variant) => {
  const { stage, parameters, partition, region } = variant;
  const isTraced = ((parameters as { readonly xray?: string }).xray ?? String(stage === 'prod')) === 'true';
  let deployed: Deployed;
  let lambda: Assumer;

  beforeAll(async () => {
    const place = { partition, region, account: ACCOUNT };
    // One parameter alone is read by the reader that test/template.test.ts holds against what is packaged.
    deployed =
      Object.keys(parameters).length % Object.keys(OWN).length === 0
        ? deployedAt((await packagedOnce(stage, parameters)).resources, { ...place, prefix: `scopevend-${stage}` })
        : await readDeployed({ project, stage, parameters, place });
    const { arn, policies } = roleNamed(deployed, 'VendLambdaRole');
    lambda = { arn, policies, sourceFunctionArn: functionNamed(deployed, 'vend').arn };
  }, 300_000);

  it('lets the vending function assume what it vends, with our tags and a source identity, and without either not', () => {
    for (const target of vended.map((id) => roleNamed(deployed, id))) {
      const { sourceIdentity, tags } = { sourceIdentity: 'a-sub', ...good };
      expect(target.maxSessionDuration).toBe(3600);
      expect(mayAssume(target, lambda, good)).toBe(true);
      expect(mayAssume(target, lambda, { sourceIdentity, tags: { 'vend:sub': 'a-sub' } })).toBe(true);
      const refused: readonly Call[] = [
        {},
        { tags: { 'vend:sub': 'a-sub' } },
        { sourceIdentity },
        { sourceIdentity, tags: { 'vend:tenant': 'acme' } },
        { sourceIdentity, tags: { 'vend:sub': '' } },
        { sourceIdentity, tags: { ...tags, 'vend:tenant': '' } },
        { sourceIdentity, tags: { ...tags, other: 'x' } },
        { ...good, transitive: ['vend:sub'] },
      ];
      for (const call of refused) expect([call, mayAssume(target, lambda, call)]).toEqual([call, false]);
    }
  });

  it('lets nobody else assume it: no other principal, be it an administrator, of this or another account, no other function', () => {
    const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } as const;
    const arn = (account: string, role: string) => `arn:${partition}:iam::${account}:role/${role}`;
    const others: readonly Assumer[] = [
      ...deployed.roles.filter((role) => role.arn !== lambda.arn),
      { arn: arn(ACCOUNT, 'Administrator'), policies: [everything] },
      { arn: arn('999988887777', 'Administrator'), policies: [everything] },
      { arn: arn('999988887777', lambda.arn.split('/').at(-1) ?? ''), policies: [everything] },
      { ...lambda, sourceFunctionArn: `${String(lambda.sourceFunctionArn)}2` },
      { arn: lambda.arn, policies: lambda.policies },
    ];
    for (const target of vended.map((id) => roleNamed(deployed, id))) {
      // With its own policies and with all that there are: of them, in one account, the trust policy alone could be enough.
      for (const other of others.flatMap((one) =>
        one.arn === lambda.arn ? [one] : [one, { ...one, policies: [everything] }],
      ))
        expect([other.arn, mayAssume(target, other, good)]).toEqual([other.arn, false]);
      // By name: whoever is not named is not trusted, services and users from elsewhere included.
      for (const { Effect, Principal } of statementsOf([target.trustPolicy]))
        expect({ Effect, Principal }).toEqual({ Effect: 'Allow', Principal: { AWS: lambda.arn } });
    }
  });

  it('gives the Lambda role of all actions of AWS those of a vend and of its own log, each only from the one function', () => {
    const tracing = isTraced ? ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'] : [];
    const vending = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'];
    const logging = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const possible = possibleActions(lambda.policies, actions);
    expect([...possible].sort()).toEqual([...logging, ...vending, ...tracing].sort());
    const from = lambda.sourceFunctionArn ?? '';
    const log = (name: string) =>
      `arn:${partition}:logs:${region}:${ACCOUNT}:log-group:/aws/lambda/${name}:log-stream:s`;
    const onRoles = vending.map((action) => ({ action, resource: roleNamed(deployed, 'VendRole').arn }));
    const onLog = logging.map((action) => ({ action, resource: log(`scopevend-${stage}-vend`) }));
    for (const request of [...onRoles, ...onLog]) {
      const judge = (source: string, resource = request.resource) =>
        evaluate(lambda.policies, {
          ...request,
          resource,
          context: source === '' ? {} : { 'lambda:SourceFunctionArn': source },
        });
      expect([request, judge(from)]).toEqual([request, 'Allow']);
      expect([request, judge(''), judge(`${from}2`)]).toEqual([request, 'ExplicitDeny', 'ExplicitDeny']);
      expect([request, judge(from, `${request.resource}2`)]).toEqual([
        request,
        request.action.startsWith('logs') ? 'Allow' : 'ImplicitDeny',
      ]);
      expect([request, judge(from, log(`scopevend-${stage}-preview`))]).toEqual([request, 'ImplicitDeny']);
    }
  });

  it('lets the functions of the API write traces where they are switched on, the vending one only from itself', () => {
    const traces = (policies: readonly PolicyDocument[], action: string, source?: string) =>
      evaluate(policies, {
        action: `xray:${action}`,
        resource: '*',
        context: source === undefined ? {} : { 'lambda:SourceFunctionArn': source },
      });
    const from = lambda.sourceFunctionArn ?? '';
    const allowed = isTraced ? 'Allow' : 'ImplicitDeny';
    expect(traces(lambda.policies, 'PutTraceSegments', from)).toBe(allowed);
    for (const other of [undefined, `${from}2`])
      expect(traces(lambda.policies, 'PutTraceSegments', other)).toBe('ExplicitDeny');
    // It is not known to carry the key, and says nothing but how many segments were sent.
    expect(traces(lambda.policies, 'PutTelemetryRecords')).toBe(allowed);
    const preview = possibleActions(roleNamed(deployed, 'PreviewLambdaRole').policies, actions);
    expect(preview.filter((action) => !action.startsWith('logs:')).length).toBe(isTraced ? 2 : 0);
    expect('TracePolicy' in deployed.resources).toBe(isTraced);
    // The framework would write a role of its own.
    expect(deployed.resources).not.toHaveProperty('IamRoleLambdaExecution');
  });

  it('lets AppSync for this API only use the roles of the data sources, to call one function each', () => {
    const api = String(deployed.resolve({ 'Fn::GetAtt': ['GraphQlApi', 'Arn'] }, 'api'));
    for (const key of ['vend', 'preview']) {
      const role = roleNamed(deployed, `${key.charAt(0).toUpperCase()}${key.slice(1)}DataSourceRole`);
      const assumed = (service: string, source?: string) =>
        evaluate(role.trustPolicy, {
          action: 'sts:AssumeRole',
          resource: role.arn,
          context: source === undefined ? {} : { 'aws:SourceArn': source },
          principal: { Service: service },
        });
      expect(assumed('appsync.amazonaws.com', api)).toBe('Allow');
      expect([
        assumed('appsync.amazonaws.com'),
        assumed('appsync.amazonaws.com', `${api}2`),
        assumed('lambda.amazonaws.com', api),
      ]).toEqual(['ImplicitDeny', 'ImplicitDeny', 'ImplicitDeny']);
      expect(possibleActions(role.policies, actions)).toEqual(['lambda:InvokeFunction']);
      const invoked = deployed.functions.filter(
        ({ arn }) =>
          evaluate(role.policies, { action: 'lambda:InvokeFunction', resource: arn, context: {} }) === 'Allow',
      );
      expect(invoked.map((fn) => fn.key)).toEqual([key]);
    }
  });

  it('has for functions and API roles that one service runs with, to write their own log, and no others', () => {
    const trusting = (Service: string, Condition?: unknown) => [
      {
        Effect: 'Allow',
        Principal: { Service },
        Action: 'sts:AssumeRole',
        ...(Condition !== undefined && { Condition }),
      },
    ];
    const byLambda = trusting('lambda.amazonaws.com');
    const api = String(deployed.resolve({ 'Fn::GetAtt': ['GraphQlApi', 'Arn'] }, 'api'));
    const byApi = trusting('appsync.amazonaws.com', { ArnEquals: { 'aws:SourceArn': api } });
    const byAccount = trusting('appsync.amazonaws.com', { StringEquals: { 'aws:SourceAccount': ACCOUNT } });
    const hasPool = !('userPoolId' in parameters);
    const trusted = Object.fromEntries(
      deployed.roles.map(({ name, trustPolicy }) => [name.split('-').at(-1) ?? '', statementsOf([trustPolicy])]),
    );
    const { VendRole: _vend, ReportingRole: _reporting, ...others } = trusted;
    expect(others).toEqual({
      VendLambdaRole: byLambda,
      PreviewLambdaRole: byLambda,
      ...(hasPool && { PreTokenGenerationLambdaRole: byLambda }),
      VendDataSourceRole: byApi,
      PreviewDataSourceRole: byApi,
      ApiLogRole: byAccount,
    });
    const logging = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    if (hasPool)
      expect(possibleActions(roleNamed(deployed, 'PreTokenGenerationLambdaRole').policies, actions)).toEqual(logging);
    const { policies } = roleNamed(deployed, 'ApiLogRole');
    expect([...possibleActions(policies, actions)].sort()).toEqual(['logs:CreateLogGroup', ...logging]);
    const logged = deployed.ofType('AWS::Logs::LogGroup').filter(({ logicalId }) => {
      const group = String(deployed.resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }, logicalId)).replace(
        /\*$/,
        'log-stream:s',
      );
      return evaluate(policies, { action: 'logs:PutLogEvents', resource: group, context: {} }) === 'Allow';
    });
    expect(logged.map(({ logicalId }) => logicalId)).toEqual(['GraphQlApiLogGroup']);
  });

  it('names in every ARN the partition that it is in, and the service principals that are the same in all', () => {
    const services = new Set<string>();
    for (const { name, trustPolicy, policies } of deployed.roles) {
      const text = JSON.stringify([trustPolicy, policies]);
      expect([name, [...text.matchAll(/arn:([\w-]+):/g)].filter(([, found]) => found !== partition)]).toEqual([
        name,
        [],
      ]);
      for (const { Principal } of statementsOf([trustPolicy]))
        if (typeof Principal === 'object' && Principal.Service !== undefined)
          services.add([Principal.Service].flat().join());
    }
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html: those of China end the same.
    expect([...services].sort()).toEqual(['appsync.amazonaws.com', 'lambda.amazonaws.com']);
    const { USER_POOL_ISSUER: issuer, VEND_ROLE_ARN: arn } = functionNamed(deployed, 'vend').environment;
    const host = `cognito-idp.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
    expect(issuer).toBe(`https://${host}/${'userPoolId' in parameters ? OWN.userPoolId : `${region}_LocalPool`}`);
    expect(arn).toBe(roleNamed(deployed, 'VendRole').arn);
  });

  it('agrees with grants.ts, and has no condition key that its action does not support', () => {
    const named = namedGrants(deployed, grants);
    if (!('grants' in named)) throw new Error(JSON.stringify(named));
    expect(judgeVendedRoles(deployed, named.grants)).toEqual([]);
    expect(deadAccess(deployed, named.grants)).toEqual([]);
    expect(widerAccess(vendRole(deployed), named.grants, actions)).toEqual([]);
    for (const id of vended)
      expect(missingDenials(deployed, roleNamed(deployed, id), named.grants, actions)).toEqual([]);
    for (const { name, trustPolicy, policies } of deployed.roles)
      expect(conditionKeys([trustPolicy, ...policies], name, actions)).toEqual([]);
    for (const { Action } of statementsOf([roleNamed(deployed, 'VendRole').trustPolicy]) as readonly Statement[])
      expect([...actionsOf(good).keys()]).toContain(Action);
  }, 300_000);

  it('makes nothing of what is there already, and names what it was told', () => {
    const made = (type: string) => Object.values(deployed.resources).some(({ Type }) => Type === type);
    const isOwn = (name: keyof typeof OWN) => name in parameters;
    for (const type of ['UserPool', 'UserPoolClient', 'UserPoolGroup'])
      expect([type, made(`AWS::Cognito::${type}`)]).toEqual([type, !isOwn('userPoolId')]);
    expect(deployed.functions.some(({ key }) => key === 'preTokenGeneration')).toBe(!isOwn('userPoolId'));
    expect(made('AWS::Lambda::Permission')).toBe(!isOwn('userPoolId'));
    expect('UploadsBucket' in deployed.resources).toBe(!isOwn('uploadsBucket'));
    expect('UploadsBucketPolicy' in deployed.resources).toBe(!isOwn('uploadsBucket'));
    expect(made('AWS::DynamoDB::Table')).toBe(!isOwn('notesTable'));
    const { environment } = functionNamed(deployed, 'vend');
    const named = JSON.parse(environment['RESOURCES'] ?? '') as Record<string, { readonly name: string }>;
    if (isOwn('uploadsBucket')) expect(named['uploads']).toEqual({ name: OWN.uploadsBucket });
    if (isOwn('notesTable')) expect(named['notes']).toEqual({ name: OWN.notesTable });
    if (isOwn('userPoolId')) {
      expect(environment['USER_POOL_CLIENT_ID']).toBe(OWN.userPoolClientId);
      expect(deployed.resources['GraphQlApi']?.Properties['UserPoolConfig']).toMatchObject({
        UserPoolId: OWN.userPoolId,
        AppIdClientRegex: `^${OWN.userPoolClientId}$`,
      });
    }
  });
});
