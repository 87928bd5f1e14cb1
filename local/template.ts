/** The CloudFormation resources that a packaged serverless.yml comes to, as far as the local stack needs them. */
import { entries, fields, list, text } from './checked.ts';
import type { TemplateResource, TemplateResources } from './cloudFormation.ts';

type Entry = readonly [logicalId: string, resource: TemplateResource];

const resource = (logicalId: string, Type: string, Properties: Readonly<Record<string, unknown>>): Entry => [
  logicalId,
  { Type, Properties },
];

// The framework turns other characters into words; the keys of this project need none of that.
const plain = (name: string, path: string): string => {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name)) throw new Error(`${path}: only letters and digits are known here.`);
  return name;
};

const capitalised = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const functionResources = (configuration: Readonly<Record<string, unknown>>, prefix: string): readonly Entry[] => {
  const provider = fields(configuration['provider'], 'provider');
  const functions = list(configuration['functions'], 'functions').flatMap((part, index) =>
    entries(part, `functions[${String(index)}]`),
  );
  return functions.flatMap(([key, value, path]) => {
    const declared = fields(value, path);
    const logicalId = capitalised(plain(key, path));
    const name = `${prefix}-${key}`;
    return [
      resource(`${logicalId}LogGroup`, 'AWS::Logs::LogGroup', { LogGroupName: `/aws/lambda/${name}` }),
      resource(`${logicalId}LambdaFunction`, 'AWS::Lambda::Function', {
        FunctionName: name,
        Handler: declared['handler'],
        Role: declared['role'],
        Timeout: declared['timeout'] ?? provider['timeout'],
        ...(declared['environment'] !== undefined && { Environment: { Variables: declared['environment'] } }),
      }),
    ];
  });
};

const dataSource = (name: string, value: unknown, path: string): Entry => {
  const { type, config } = fields(value, path);
  const { functionName, serviceRoleArn } = fields(config, `${path}.config`);
  if (type !== 'AWS_LAMBDA') throw new Error(`${path}.type is not AWS_LAMBDA, and nothing else is known here.`);
  const functionId = capitalised(text(functionName, `${path}.config.functionName`));
  return resource(`GraphQlDs${plain(name, path)}`, 'AWS::AppSync::DataSource', {
    Name: name,
    Type: type,
    LambdaConfig: { LambdaFunctionArn: { 'Fn::GetAtt': [`${functionId}LambdaFunction`, 'Arn'] } },
    ServiceRoleArn: serviceRoleArn,
  });
};

const resolver = (typeAndField: string, value: unknown, path: string): Entry => {
  const { kind, code, dataSource: source } = fields(value, path);
  const [type = '', field = ''] = typeAndField.split('.');
  // The plugin's default is PIPELINE, and a resolver without code has no runtime.
  if (kind !== 'UNIT') throw new Error(`${path}.kind is not UNIT, and nothing else is known here.`);
  return resource(`GraphQlResolver${plain(type, path)}${plain(field, path)}`, 'AWS::AppSync::Resolver', {
    TypeName: type,
    FieldName: field,
    Code: text(code, `${path}.code`),
    Kind: kind,
    DataSourceName: { 'Fn::GetAtt': [`GraphQlDs${text(source, `${path}.dataSource`)}`, 'Name'] },
  });
};

const apiResources = (value: unknown): readonly Entry[] => {
  const api = fields(value, 'appSync');
  const { type, config } = fields(api['authentication'], 'appSync.authentication');
  const client = fields(config, 'appSync.authentication.config');
  return [
    resource('GraphQlApi', 'AWS::AppSync::GraphQLApi', {
      Name: api['name'],
      AuthenticationType: type,
      UserPoolConfig: {
        UserPoolId: client['userPoolId'],
        AppIdClientRegex: client['appIdClientRegex'],
        DefaultAction: client['defaultAction'],
      },
      IntrospectionConfig: api['introspection'] === true ? 'ENABLED' : 'DISABLED',
      QueryDepthLimit: api['queryDepthLimit'],
      ResolverCountLimit: api['resolverCountLimit'],
    }),
    resource('GraphQlSchema', 'AWS::AppSync::GraphQLSchema', { Definition: api['schema'] }),
    resource('GraphQlApiLogGroup', 'AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['/', ['/aws/appsync/apis', { 'Fn::GetAtt': ['GraphQlApi', 'ApiId'] }]] },
    }),
    ...entries(api['dataSources'], 'appSync.dataSources').map((entry) => dataSource(...entry)),
    ...entries(api['resolvers'], 'appSync.resolvers').map((entry) => resolver(...entry)),
  ];
};

const ownResources = (value: unknown): readonly Entry[] =>
  list(value, 'resources').flatMap((part, index) => {
    const path = `resources[${String(index)}]`;
    // The file of a team's own resources need not be there.
    if (part === null) return [];
    return entries(fields(part, path)['Resources'] ?? {}, `${path}.Resources`).map(([logicalId, item, where]) => {
      const { Type, Properties } = fields(item, where);
      return resource(logicalId, text(Type, `${where}.Type`), fields(Properties ?? {}, `${where}.Properties`));
    });
  });

/**
 * The resources that the framework and its plugins make of a resolved serverless.yml. Where they would put code or a schema's
 * text, these have the path of its file.
 *
 * @throws an error that names the path, at something that is not known here or declared twice
 */
export const templateOf = (configuration: Readonly<Record<string, unknown>>, prefix: string): TemplateResources => {
  const all = [
    ...functionResources(configuration, prefix),
    ...apiResources(configuration['appSync']),
    ...ownResources(configuration['resources']),
  ];
  const resources = new Map(all);
  const [twice] = all.find(([logicalId, item]) => resources.get(logicalId) !== item) ?? [];
  if (twice !== undefined) throw new Error(`The resource ${twice} is declared twice.`);
  return Object.fromEntries(resources);
};
