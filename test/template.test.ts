/** What `serverless package` makes of serverless.yml, and that the local stack reads the same out of it. */
import { buildSchema, Kind, parse } from 'graphql';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleResolver } from '../local/appsync/bundle.ts';
import { readConfiguration } from '../local/configuration.ts';
import { localPlace, readService, type Service } from '../local/service.ts';
import { serviceOf } from '../local/serviceOf.ts';
import { templateOf } from '../local/template.ts';
import { dependencyCycle } from './dependencyCycle.ts';
import { type Packaged, packageService, project } from './packageService.ts';

let packaged: Packaged;
let packagedForUsers: Packaged;
let service: Service;

beforeAll(async () => {
  [packaged, packagedForUsers, service] = await Promise.all([
    packageService('dev'),
    packageService('prod'),
    readService(),
  ]);
}, 60_000);
afterAll(() => Promise.all([packaged.remove(), packagedForUsers.remove()]));

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
    expect({ ...read, resolvers, api: { ...read.api, schema } }).toEqual(deployed);
  });

  it.each(['dev', 'prod'])('has every resource as packaged, property by property, on stage %s', async (stage) => {
    const { resources } = stage === 'dev' ? packaged : packagedForUsers;
    const read = templateOf(await readConfiguration(project, stage), `scopevend-${stage}`);
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
  });
});

describe('packaging', () => {
  it('prints what it did and nothing else: no advert, no notice, no warning', () => {
    const lines = packaged.printed.split('\n').filter((line) => line !== '');
    expect(lines).toEqual([
      'Packaging scopevend for stage dev (us-east-1)',
      expect.stringMatching(/^. Service packaged \(\d+s\)$/),
    ]);
  });

  it.each(['vend', 'preview', 'preTokenGeneration'])(
    'puts one file into the zip of %s, and no source map',
    async (key) => {
      expect(await packaged.filesOf(key)).toEqual([`functions/${key}.js`]);
    },
  );
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
      ]),
    );
  });
});
