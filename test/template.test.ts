/** What `serverless package` makes of serverless.yml, and that the local stack reads the same out of it. */
import { buildSchema, Kind, parse } from 'graphql';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Who } from '../core/grants.ts';
import grants from '../grants.ts';
import { bundleResolver } from '../local/appsync/bundle.ts';
import { readConfiguration } from '../local/configuration.ts';
import { localPlace, readService, type Service } from '../local/service.ts';
import { serviceOf } from '../local/serviceOf.ts';
import { templateOf } from '../local/template.ts';
import { dependencyCycle } from './dependencyCycle.ts';
import { packagedOnce, type PackagedTemplate } from './packagedOnce.ts';
import { project } from './packageService.ts';
import { THEIRS } from './ownParameters.ts';

let packaged: PackagedTemplate;
let packagedForUsers: PackagedTemplate;
let service: Service;

beforeAll(async () => {
  [packaged, packagedForUsers, service] = await Promise.all([packagedOnce('dev'), packagedOnce('prod'), readService()]);
}, 60_000);

const ofType = (type: string) => Object.entries(packaged.resources).filter(([, { Type }]) => Type === type);

const only = (type: string): Readonly<Record<string, unknown>> => {
  const [[, { Properties }] = ['', { Properties: {} }], ...more] = ofType(type);
  expect(more).toEqual([]);
  return Properties;
};

describe('what the local stack reads', () => {
  it('is what the packaged template deploys', async () => {
    const deployed = serviceOf(packaged.resources, localPlace('scopevend-dev'));
    const { stage, ...read } = service;
    const resolvers = await Promise.all(
      read.resolvers.map(async (resolver) => ({ ...resolver, code: await bundleResolver(resolver.code, project) })),
    );
    const schema = await Promise.all(read.api.schema.map((file) => readFile(path.join(project, file), 'utf8')));
    expect(stage).toBe('dev');
    // The framework's own bucket for deployments is only in the packaged template.
    const buckets = deployed.buckets.filter(({ name }) => !name.includes('serverlessdeploymentbucket'));
    expect({ ...read, resolvers, api: { ...read.api, schema } }).toEqual({ ...deployed, buckets });
    expect(deployed.buckets.length - buckets.length).toBe(1);
  });

  it.each([
    { stage: 'dev', own: {} },
    { stage: 'prod', own: {} },
    { stage: 'prod', own: THEIRS },
  ])(
    'has every resource as packaged, property by property, on stage $stage with $own',
    async ({ stage, own }) => {
      const { resources } = await packagedOnce(stage, own);
      const read = templateOf(await readConfiguration(project, stage, own), `scopevend-${stage}`);
      const textsOfFiles = ['Code', 'Definition'];
      for (const [logicalId, { Type, Properties }] of Object.entries(read)) {
        const comparable = Object.fromEntries(
          Object.entries(Properties).filter(([name, value]) => value !== undefined && !textsOfFiles.includes(name)),
        );
        const { Type: type, Properties: properties } = resources[logicalId] ?? {};
        expect({ logicalId, type, ...properties }).toMatchObject({ logicalId, type: Type, ...comparable });
      }
      // Beside them there is only the framework's own bucket for deployments.
      const more = Object.keys(resources).filter((logicalId) => !(logicalId in read));
      expect(more).toEqual(['ServerlessDeploymentBucket', 'ServerlessDeploymentBucketPolicy']);
    },
    60_000,
  );
});

describe('packaging', () => {
  it('prints what it did and nothing else: no advert, no notice, no warning', () => {
    const lines = packaged.printed.split('\n').filter((line) => line !== '');
    expect(lines).toEqual([
      'Packaging scopevend for stage dev (us-east-1)',
      expect.stringMatching(/^. Service packaged \(\d+s\)$/),
    ]);
  });

  it.each(['vend', 'preview', 'preTokenGeneration'])('puts one file into the zip of %s, and no source map', (key) => {
    expect(packaged.files[key]).toEqual([`functions/${key}.js`]);
  });
});

describe('the packaged template', () => {
  it('has no resource that waits for itself', () => {
    expect(dependencyCycle(packaged.resources)).toBeUndefined();
  });

  it('names no Region, partition or account of its own', () => {
    const text = JSON.stringify(packaged.resources);
    expect(text).not.toMatch(/us-east-1|arn:aws|(?<!\d)\d{12}(?!\d)/);
  });

  it('gives every resolver a runtime, and code that AppSync takes', () => {
    const resolvers = ofType('AWS::AppSync::Resolver').map(([, { Properties }]) => Properties);
    expect(resolvers).toHaveLength(3);
    for (const { Runtime, Kind, Code } of resolvers) {
      expect({ Runtime, Kind }).toEqual({ Kind: 'UNIT', Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' } });
      expect(typeof Code === 'string' && Code.length > 0 && Code.length < 32_768).toBe(true);
      expect(Code).not.toContain('sourceMappingURL');
    }
  });

  it('has a resolver for every field of Query and Mutation, and for no other', async () => {
    const { Definition } = only('AWS::AppSync::GraphQLSchema');
    const scalars = await readFile(path.join(project, 'appsync.graphql'), 'utf8');
    const schema = buildSchema(`${scalars}\n${String(Definition)}`);
    const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}).map((field) => `${String(type)}.${field}`),
    );
    const resolved = ofType('AWS::AppSync::Resolver').map(
      ([, { Properties }]) => `${String(Properties['TypeName'])}.${String(Properties['FieldName'])}`,
    );
    expect(resolved.sort()).toEqual(fields.sort());
  });

  it('lets only signed-in users of the one app client in, with every field saying so', () => {
    const api = only('AWS::AppSync::GraphQLApi');
    expect(api).toMatchObject({
      AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
      UserPoolConfig: { AppIdClientRegex: { 'Fn::Sub': '^${UserPoolClient}$' } },
      ResolverCountLimit: 5,
    });
    expect(api).not.toHaveProperty('AdditionalAuthenticationProviders');
    const { definitions } = parse(String(only('AWS::AppSync::GraphQLSchema')['Definition']));
    const roots = definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation'].includes(definition.name.value)
        ? (definition.fields ?? [])
        : [],
    );
    expect(roots).toHaveLength(3);
    for (const { directives = [] } of roots) {
      expect(directives.map(({ name }) => name.value)).toEqual(['aws_cognito_user_pools']);
    }
  });

  it('keeps results out of the logs of the API and has no cache', () => {
    expect(only('AWS::AppSync::GraphQLApi')).toMatchObject({
      LogConfig: { ExcludeVerboseContent: true, FieldLogLevel: 'ERROR' },
    });
    expect(ofType('AWS::AppSync::ApiCache')).toEqual([]);
  });

  it('lets nobody sign up, nor change an attribute that grants go by', () => {
    expect(only('AWS::Cognito::UserPool')).toMatchObject({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    const clients = ofType('AWS::Cognito::UserPoolClient').map(([, { Properties }]) => Properties);
    expect(clients).toHaveLength(1);
    expect(clients).toMatchObject([
      { WriteAttributes: ['name'], GenerateSecret: false, PreventUserExistenceErrors: 'ENABLED' },
    ]);
  });

  it('lets no client write an attribute whose claim grants.ts uses, in a grant or a session tag', () => {
    const inTemplates = [...JSON.stringify(grants).matchAll(/\$\{claims\.([^}]+)\}/g)].map(([, claim = '']) => claim);
    const ofCallers = grants.grants.flatMap(({ to }: { readonly to: Who }) =>
      typeof to === 'object' && 'claim' in to ? [to.claim] : [],
    );
    const claims = new Set([...inTemplates, ...ofCallers]);
    expect(claims).toContain('tenant');
    for (const [, { Properties }] of ofType('AWS::Cognito::UserPoolClient')) {
      const claimsOfUsers = (Properties['WriteAttributes'] as readonly string[]).flatMap((attribute) => [
        attribute,
        // The pre token generation trigger gives custom:tenant as tenant.
        attribute.replace(/^custom:/, ''),
      ]);
      expect(claimsOfUsers.filter((claim) => claims.has(claim))).toEqual([]);
    }
  });

  it('has the feature plan that changing access tokens needs', () => {
    expect(only('AWS::Cognito::UserPool')).toMatchObject({
      UserPoolTier: expect.stringMatching(/^(ESSENTIALS|PLUS)$/),
      LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0' } },
    });
  });

  it('lets only this API use the roles of its data sources', () => {
    const sources = ofType('AWS::AppSync::DataSource').map(([, { Properties }]) => Properties);
    expect(sources).toHaveLength(2);
    for (const { ServiceRoleArn } of sources) {
      const { 'Fn::GetAtt': [role = ''] = [] } = ServiceRoleArn as { 'Fn::GetAtt'?: readonly string[] };
      expect(packaged.resources[role]?.Properties['AssumeRolePolicyDocument']).toEqual({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'appsync.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['GraphQlApi', 'Arn'] } } },
          },
        ],
      });
    }
    expect(packaged.resources['GraphQlApi']).toMatchObject({ Type: 'AWS::AppSync::GraphQLApi' });
  });

  it('makes the vending function only once every policy of its own role and of what it vends is there', () => {
    const vended = ['VendLambdaRole', 'VendRole', 'ReportingRole'];
    const needed = ofType('AWS::IAM::Policy').flatMap(([id, { Properties }]) =>
      (Properties['Roles'] as readonly { readonly Ref: string }[]).some(({ Ref }) => vended.includes(Ref)) ? [id] : [],
    );
    expect(needed).toEqual(expect.arrayContaining(['VendLambdaPolicy', 'VendDenials']));
    expect(packaged.resources['VendLambdaFunction']?.DependsOn).toEqual(expect.arrayContaining(needed));
  });

  it('lets only this user pool call the function that adds claims', () => {
    expect(only('AWS::Lambda::Permission')).toMatchObject({
      FunctionName: { 'Fn::GetAtt': ['PreTokenGenerationLambdaFunction', 'Arn'] },
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['UserPool', 'Arn'] },
    });
  });

  it('keeps the uploads encrypted, private and when the stack is deleted', () => {
    expect(packaged.resources['UploadsBucket']).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketEncryption: { ServerSideEncryptionConfiguration: [{}] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
  });

  it('keeps the notes encrypted, recoverable and, for real users, when the stack is deleted', () => {
    const Properties = {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'owner', KeyType: 'HASH' },
        { AttributeName: 'id', KeyType: 'RANGE' },
      ],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    };
    expect(packaged.resources['NotesTable']).toMatchObject({ DeletionPolicy: 'Delete', Properties });
    expect(packagedForUsers.resources['NotesTable']).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { ...Properties, DeletionProtectionEnabled: true },
    });
  });

  it('runs every function on the current Node.js, with a time limit and logs that end', () => {
    const functions = ofType('AWS::Lambda::Function');
    expect(functions).toHaveLength(3);
    for (const [, { Properties }] of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(Properties['Timeout']).toBeLessThanOrEqual(10);
    }
    const groups = ofType('AWS::Logs::LogGroup');
    expect(groups).toHaveLength(4);
    for (const [, { Properties }] of groups) expect(Properties['RetentionInDays']).toBe(14);
  });

  it('gives out what a client needs', () => {
    expect(Object.keys(packaged.outputs)).toEqual(
      expect.arrayContaining([
        'GraphQLUrl',
        'ApiId',
        'Region',
        'UserPoolId',
        'UserPoolClientId',
        'VendRoleArn',
        'UploadsBucket',
        'NotesTable',
      ]),
    );
  });
});
