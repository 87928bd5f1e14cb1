/** The service as the local stack knows it, taken off the resources of a CloudFormation template. */
import { count, entries, fields, list, text, texts } from './checked.ts';
import { createResolve, type Resolve, type TemplateResources } from './cloudFormation.ts';
import { policyDocument } from './policyDocument.ts';
import { functionAt, type OfType, only, resolvedResources } from './resolvedResources.ts';
import type { Place } from './resourceNames.ts';
import type { GraphqlApi, LambdaFunction, Resolver, Role, Service } from './service.ts';
import { bucketsOf, tablesOf } from './storageOf.ts';
import { userPoolOf } from './userPoolOf.ts';

const tagsOf = (given: unknown, path: string): ReadonlyMap<string, string> =>
  new Map(
    list(given ?? [], path).map((tag, index) => {
      const { Key, Value } = fields(tag, `${path}[${String(index)}]`);
      return [text(Key, `${path}[${String(index)}].Key`), text(Value, `${path}[${String(index)}].Value`)];
    }),
  );

/** The roles, each with every policy of the template that is on it. */
export const rolesOf = (ofType: OfType, resolve: Resolve): readonly Role[] => {
  const attached = ofType('AWS::IAM::Policy').map(({ path, properties }) => ({
    roles: texts(properties['Roles'], `${path}.Roles`),
    document: policyDocument(properties['PolicyDocument'], `${path}.PolicyDocument`),
  }));
  return ofType('AWS::IAM::Role').map(({ logicalId, path, properties }) => {
    if (properties['ManagedPolicyArns'] !== undefined) throw new Error(`${path}.ManagedPolicyArns is not known here.`);
    const name = text(resolve({ Ref: logicalId }, path), path);
    const inline = list(properties['Policies'] ?? [], `${path}.Policies`).map((policy, index) => {
      const where = `${path}.Policies[${String(index)}]`;
      return policyDocument(fields(policy, where)['PolicyDocument'], `${where}.PolicyDocument`);
    });
    return {
      name,
      arn: text(resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }, path), path),
      trustPolicy: policyDocument(properties['AssumeRolePolicyDocument'], `${path}.AssumeRolePolicyDocument`),
      policies: [...inline, ...attached.filter(({ roles }) => roles.includes(name)).map(({ document }) => document)],
      tags: tagsOf(properties['Tags'], `${path}.Tags`),
      maxSessionDuration: count(properties['MaxSessionDuration'] ?? 3600, `${path}.MaxSessionDuration`),
    };
  });
};

// The framework makes the logical id from the key: vend → VendLambdaFunction.
const keyOf = (logicalId: string): string =>
  `${logicalId.charAt(0).toLowerCase()}${logicalId.slice(1)}`.replace(/LambdaFunction$/, '');

/** The Lambda functions. */
export const functionsOf = (ofType: OfType, resolve: Resolve): readonly LambdaFunction[] =>
  ofType('AWS::Lambda::Function').map(({ logicalId, path, properties }) => ({
    key: keyOf(logicalId),
    name: text(properties['FunctionName'], `${path}.FunctionName`),
    arn: text(resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }, path), path),
    handler: text(properties['Handler'], `${path}.Handler`),
    roleArn: text(properties['Role'], `${path}.Role`),
    timeoutSeconds: count(properties['Timeout'], `${path}.Timeout`),
    environment: Object.fromEntries(
      entries(fields(properties['Environment'] ?? {}, `${path}.Environment`)['Variables'] ?? {}, path).map(
        ([name, value, where]) => [name, text(value, where)],
      ),
    ),
  }));

const resolversOf = (ofType: OfType, functions: readonly LambdaFunction[]): readonly Resolver[] => {
  const behind = new Map(
    ofType('AWS::AppSync::DataSource').map(({ path, properties }) => {
      const { LambdaFunctionArn } = fields(properties['LambdaConfig'], `${path}.LambdaConfig`);
      return [properties['Name'], functionAt(functions, LambdaFunctionArn, `${path}.LambdaConfig.LambdaFunctionArn`)];
    }),
  );
  return ofType('AWS::AppSync::Resolver').map(({ path, properties }) => ({
    type: text(properties['TypeName'], `${path}.TypeName`),
    field: text(properties['FieldName'], `${path}.FieldName`),
    code: text(properties['Code'], `${path}.Code`),
    function: text(behind.get(properties['DataSourceName']), `${path}.DataSourceName`),
  }));
};

const apiOf = (ofType: OfType): GraphqlApi => {
  const { path, properties } = only(ofType, 'AWS::AppSync::GraphQLApi');
  const schema = only(ofType, 'AWS::AppSync::GraphQLSchema');
  const pool = fields(properties['UserPoolConfig'], `${path}.UserPoolConfig`);
  if (properties['AuthenticationType'] !== 'AMAZON_COGNITO_USER_POOLS' || pool['DefaultAction'] !== 'ALLOW') {
    throw new Error(
      `${path}: only the authentication AMAZON_COGNITO_USER_POOLS with defaultAction ALLOW is known here.`,
    );
  }
  return {
    name: text(properties['Name'], `${path}.Name`),
    schema: [text(schema.properties['Definition'], `${schema.path}.Definition`)],
    appIdClientRegex: text(pool['AppIdClientRegex'], `${path}.UserPoolConfig.AppIdClientRegex`),
    introspection: text(properties['IntrospectionConfig'], `${path}.IntrospectionConfig`) === 'ENABLED',
    queryDepthLimit: count(properties['QueryDepthLimit'], `${path}.QueryDepthLimit`),
    resolverCountLimit: count(properties['ResolverCountLimit'], `${path}.ResolverCountLimit`),
  };
};

/**
 * Describes the service that a template deploys at a place.
 *
 * @throws an error that names the path, at something in the template that is not known here
 */
export const serviceOf = (resources: TemplateResources, place: Place): Omit<Service, 'stage'> => {
  const resolve = createResolve(resources, place);
  const ofType = resolvedResources(resources, resolve);
  const functions = functionsOf(ofType, resolve);
  const { region, partition, account } = place;
  return {
    region,
    partition,
    account,
    api: apiOf(ofType),
    resolvers: resolversOf(ofType, functions),
    functions: Object.fromEntries(functions.map((item) => [item.key, item])),
    roles: rolesOf(ofType, resolve),
    buckets: bucketsOf(ofType, resolve),
    tables: tablesOf(ofType, resolve),
    userPool: userPoolOf(ofType, resolve, functions, place),
  };
};
