import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readService } from './readService.ts';

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const service = await readService();

const role = (logicalId: string) => {
  const found = service.roles.find(({ name }) => name === `scopevend-dev-${logicalId}`);
  if (found === undefined) throw new Error(`no ${logicalId}`);
  return found;
};

describe('readService', () => {
  it('puts the service where the local stack pretends to be, whatever the environment says', async () => {
    const saved = { ...process.env };
    Object.assign(process.env, {
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_PROFILE: 'x',
      SLS_STAGE: 'prod',
      SERVERLESS_STAGE: 'prod',
    });
    try {
      expect(JSON.stringify(await readService())).toBe(JSON.stringify(service));
    } finally {
      process.env = saved;
    }
    expect(service).toMatchObject({ stage: 'dev', region: 'us-east-1', partition: 'aws', account: '000000000000' });
    expect(JSON.stringify(service)).not.toContain('eu-west-1');
  });

  it('knows which function and which code serve each field', () => {
    expect(service.resolvers).toEqual([
      { type: 'Mutation', field: 'vendCredentials', code: 'resolvers/Mutation.vendCredentials.ts', function: 'vend' },
      {
        type: 'Query',
        field: 'previewCredentials',
        code: 'resolvers/Query.previewCredentials.ts',
        function: 'preview',
      },
      { type: 'Query', field: 'myGrants', code: 'resolvers/Query.myGrants.ts', function: 'preview' },
    ]);
    for (const { code } of service.resolvers) expect(existsSync(path.join(project, code))).toBe(true);
    for (const schema of service.api.schema) expect(existsSync(path.join(project, schema))).toBe(true);
  });

  it.each(['vend', 'preview'])('gives the function %s the environment that it reads', (key) => {
    const { environment } = service.functions[key] ?? {};
    expect(environment).toEqual({
      USER_POOL_ISSUER: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_LocalPool',
      USER_POOL_CLIENT_ID: service.userPool.client.id,
      VEND_ROLE_ARN: role('VendRole').arn,
      SESSION_TOKEN_OVERHEAD: '1200',
      RESOURCES: environment?.['RESOURCES'],
      SERVICE_NAME: 'scopevend-dev',
    });
    expect(JSON.parse(environment?.['RESOURCES'] ?? '')).toEqual({
      uploads: { name: 'scopevend-dev-uploadsbucket' },
      notes: { name: 'scopevend-dev-NotesTable' },
      reporting: { name: role('ReportingRole').arn },
    });
  });

  it('gives every function a role of its own', () => {
    const arns = Object.values(service.functions).map(({ roleArn }) => roleArn);
    expect(arns).toEqual([
      role('VendLambdaRole').arn,
      role('PreviewLambdaRole').arn,
      role('PreTokenGenerationLambdaRole').arn,
    ]);
  });

  it('names the user pool and its client as Cognito would, the same at every start', () => {
    expect(service.userPool).toMatchObject({
      id: 'us-east-1_LocalPool',
      issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_LocalPool',
      groups: ['members', 'editors'],
      customAttributes: ['tenant'],
      preTokenGeneration: { function: 'preTokenGeneration', version: 'V2_0' },
    });
    expect(service.userPool.client).toMatchObject({ idTokenSeconds: 3600, accessTokenSeconds: 3600 });
    expect(service.userPool.client.id).toMatch(/^[a-z0-9]{26}$/);
    expect(service.api.appIdClientRegex).toBe(`^${service.userPool.client.id}$`);
  });

  it('adds the policies that are resources of their own to their roles', () => {
    const sids = (logicalId: string) =>
      role(logicalId).policies.map(({ Statement }) => [Statement].flat().map(({ Sid }) => Sid)[0]);
    expect(sids('VendRole')).toEqual(['OwnObjects', 'NoFurtherRoles']);
    expect(sids('ReportingRole')).toEqual(['ReadTenantsReports', 'NoFurtherRoles']);
    expect(sids('VendLambdaRole')).toEqual(['Vend']);
    expect(sids('PreviewLambdaRole')).toEqual(['WriteOwnLogs']);
  });

  it.each(['prod', 'a-stage-without-parameters'])('is strict on stage %s', async (stage) => {
    const { api, userPool } = await readService({ stage });
    expect(userPool.client.explicitAuthFlows).toEqual(['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
    expect(userPool.client.accessTokenSeconds).toBe(900);
    expect(api).toMatchObject({ introspection: false, queryDepthLimit: 5, resolverCountLimit: 5 });
    expect(api.name).toBe(`scopevend-${stage}`);
  });
});
