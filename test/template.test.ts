/** What `serverless package` makes of serverless.yml, and that the local stack reads the same out of it. */
import { buildSchema, Kind, parse } from 'graphql';
import { appsyncFaults } from '../deploy/check/appsyncSchema.ts';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Who } from '../core/grants.ts';
import grants from '../grants.ts';
import { bundleResolver } from '../local/appsync/bundle.ts';
import { readConfiguration } from '../local/configuration.ts';
import { localPlace, readService } from '../local/readService.ts';
import type { Service } from '../local/service.ts';
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
}, 300_000);

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
    expect(Object.keys(packaged.files[key] ?? {})).toEqual([`functions/${key}.js`]);
  });
});

/** Both stages: what must hold for real users must not be tried out otherwise. */
const bothStages = () => [packaged, packagedForUsers];
const propertiesOf = ({ resources }: PackagedTemplate, type: string) =>
  Object.values(resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []));

describe('the packaged template, of both stages,', () => {
  it('shows each of the seven things of a vending service as a resource of its own', () => {
    for (const { resources } of bothStages()) {
      expect(resources).toMatchObject({
        VendLambdaPolicy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'VendLambdaRole' }] } },
        VendLambdaRole: { Type: 'AWS::IAM::Role' },
        VendPolicy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'VendRole' }] } },
        VendRole: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: [{ Principal: { AWS: { 'Fn::GetAtt': ['VendLambdaRole', 'Arn'] } } }, {}, {}],
            },
          },
        },
        VendLambdaFunction: {
          Type: 'AWS::Lambda::Function',
          Properties: { Environment: { Variables: { VEND_ROLE_ARN: { 'Fn::GetAtt': ['VendRole', 'Arn'] } } } },
        },
        GraphQlResolverMutationvendCredentials: {
          Properties: { DataSourceName: { 'Fn::GetAtt': ['GraphQlDsvend', 'Name'] } },
        },
        GraphQlDsvend: {
          Properties: { LambdaConfig: { LambdaFunctionArn: { 'Fn::GetAtt': ['VendLambdaFunction', 'Arn'] } } },
        },
        GraphQlApi: { Type: 'AWS::AppSync::GraphQLApi' },
      });
      // Nothing is hidden within a role: each policy that bears on a vend can be read, and changed, alone.
      for (const id of ['VendLambdaRole', 'VendRole', 'ReportingRole'])
        for (const hidden of ['Policies', 'ManagedPolicyArns'])
          expect(resources[id]?.Properties).not.toHaveProperty(hidden);
    }
  });

  it('has no resource that waits for itself', () => {
    for (const { resources } of bothStages()) expect(dependencyCycle(resources)).toBeUndefined();
  });

  it('has a schema that AppSync takes: nothing that it does not have, no name that is its own', () => {
    for (const one of bothStages()) {
      const [{ Definition } = {}] = propertiesOf(one, 'AWS::AppSync::GraphQLSchema');
      expect(appsyncFaults(String(Definition))).toEqual([]);
    }
  });

  it('limits what one document can do, and shows itself in development only', () => {
    const apis = bothStages().map((one) => propertiesOf(one, 'AWS::AppSync::GraphQLApi')[0]);
    expect(apis).toMatchObject([
      { IntrospectionConfig: 'ENABLED', QueryDepthLimit: 20, ResolverCountLimit: 5, XrayEnabled: false },
      { IntrospectionConfig: 'DISABLED', QueryDepthLimit: 5, ResolverCountLimit: 5, XrayEnabled: true },
    ]);
    for (const api of apis)
      expect(api).toMatchObject({ LogConfig: { ExcludeVerboseContent: true, FieldLogLevel: 'ERROR' } });
  });

  it('keeps every log for a while and no longer', () => {
    for (const [index, one] of bothStages().entries()) {
      const groups = propertiesOf(one, 'AWS::Logs::LogGroup');
      expect(groups.length).toBeGreaterThanOrEqual(4);
      for (const { RetentionInDays } of groups) expect(RetentionInDays).toBe([14, 90][index]);
    }
  });

  it('signs users in without ever sending a password, but where the stage says so, and for a short time', () => {
    const srp = ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
    const clients = bothStages().map((one) => propertiesOf(one, 'AWS::Cognito::UserPoolClient'));
    expect(clients).toMatchObject([
      [{ ExplicitAuthFlows: [...srp, 'ALLOW_USER_PASSWORD_AUTH'], AccessTokenValidity: 60, IdTokenValidity: 60 }],
      [{ ExplicitAuthFlows: srp, AccessTokenValidity: 15, IdTokenValidity: 15 }],
    ]);
    for (const [client] of clients) {
      expect(client).toMatchObject({
        GenerateSecret: false,
        PreventUserExistenceErrors: 'ENABLED',
        EnableTokenRevocation: true,
        TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' },
        RefreshTokenValidity: 24,
        WriteAttributes: ['name'],
      });
      // No hosted sign-in, so no flow of OAuth, and no client that signs in without a user.
      for (const name of ['AllowedOAuthFlows', 'CallbackURLs']) expect(client).not.toHaveProperty(name);
    }
  });

  it('has a second factor for those who want one, and makes users by an administrator only', () => {
    for (const one of bothStages()) {
      expect(propertiesOf(one, 'AWS::Cognito::UserPool')).toMatchObject([
        {
          MfaConfiguration: 'OPTIONAL',
          EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
          AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        },
      ]);
    }
  });

  it('differs between stages only in what the stages say', () => {
    const alike = ({ resources }: PackagedTemplate) =>
      JSON.parse(
        JSON.stringify(resources)
          .replaceAll(/scopevend-(dev|prod)/g, 'scopevend-<stage>')
          .replaceAll(/"S3Key":"[^"]*"/g, '"S3Key":""'),
      ) as Record<string, PackagedTemplate['resources'][string]>;
    const [dev, prod] = [alike(packaged), alike(packagedForUsers)];
    const switched = (id: string, type: string) => id === 'TracePolicy' || /^AWS::(CloudWatch|SNS|WAFv2)::/.test(type);
    expect(Object.keys(dev)).toEqual(Object.keys(prod).filter((id) => !switched(id, prod[id]?.Type ?? '')));
    const differing = Object.keys(dev).flatMap((id) => {
      const [one = {}, other = {}] = [dev[id], prod[id]].map((item) => ({ ...item?.Properties, ...item }));
      const names = Object.keys({ ...one, ...other }).filter((name) => name !== 'Properties');
      return names
        .filter((name) => JSON.stringify(one[name as never]) !== JSON.stringify(other[name as never]))
        .map((name) => `${id}.${name}`);
    });
    expect(differing.filter((one) => !one.endsWith('LogGroup.RetentionInDays')).sort()).toEqual([
      'GraphQlApi.IntrospectionConfig',
      'GraphQlApi.QueryDepthLimit',
      'GraphQlApi.XrayEnabled',
      'NotesTable.DeletionPolicy',
      'NotesTable.DeletionProtectionEnabled',
      'PreviewLambdaFunction.DependsOn',
      'PreviewLambdaFunction.TracingConfig',
      'UserPool.DeletionPolicy',
      'UserPool.DeletionProtection',
      'UserPoolClient.AccessTokenValidity',
      'UserPoolClient.ExplicitAuthFlows',
      'UserPoolClient.IdTokenValidity',
      'VendLambdaFunction.DependsOn',
      'VendLambdaFunction.ReservedConcurrentExecutions',
      'VendLambdaFunction.TracingConfig',
    ]);
  });

  it('lets nobody at the uploads without TLS', () => {
    for (const one of bothStages()) {
      const denials = propertiesOf(one, 'AWS::S3::BucketPolicy').filter(
        ({ Bucket }) => JSON.stringify(Bucket) === '{"Ref":"UploadsBucket"}',
      );
      expect(denials).toMatchObject([
        {
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Deny',
                Principal: '*',
                Action: 's3:*',
                Condition: { Bool: { 'aws:SecureTransport': 'false' } },
              },
            ],
          },
        },
      ]);
    }
  });
});

describe('the packaged template', () => {
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

  it.each(['vend', 'preview'])(
    'makes the function %s only once every policy of its own role and of what it vends is there',
    (key) => {
      const name = `${key.charAt(0).toUpperCase()}${key.slice(1)}Lambda`;
      const roles = [`${name}Role`, ...(key === 'vend' ? ['VendRole', 'ReportingRole'] : [])];
      for (const { resources } of [packaged, packagedForUsers]) {
        const needed = Object.entries(resources).flatMap(([id, { Type, Properties }]) =>
          Type === 'AWS::IAM::Policy' &&
          (Properties['Roles'] as readonly { readonly Ref: string }[]).some(({ Ref }) => roles.includes(Ref))
            ? [id]
            : [],
        );
        expect(needed).toContain(`${name}Policy`);
        expect(needed.includes('VendDenials')).toBe(key === 'vend');
        expect(resources[`${name}Function`]?.DependsOn).toEqual(expect.arrayContaining(needed));
      }
      const traced = packagedForUsers.resources[`${name}Function`];
      expect(traced?.DependsOn).toContain('TracePolicy');
      expect(traced?.Properties['TracingConfig']).toEqual({ Mode: 'Active' });
      expect(packaged.resources[`${name}Function`]?.Properties).not.toHaveProperty('TracingConfig');
    },
  );

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
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        // No ACL counts.
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
  });

  it('keeps the users when the stack is deleted, for real users, and when the pool would be replaced', () => {
    expect(packaged.resources['UserPool']).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Retain' });
    expect(packagedForUsers.resources['UserPool']).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { DeletionProtection: 'ACTIVE' },
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
