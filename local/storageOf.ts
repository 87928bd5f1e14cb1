/** The buckets and tables of a template, with their policies. */
import { count, fields, list, text, texts } from './checked.ts';
import type { PolicyDocument } from '../core/policy/document.ts';
import type { Resolve } from './cloudFormation.ts';
import { policyDocument } from './policyDocument.ts';
import type { OfType } from './resolvedResources.ts';
import type { Bucket, CorsRule, Table } from './service.ts';

const only = (values: Readonly<Record<string, unknown>>, ...names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));

/** Capacity means nothing here: every table and index is on demand. */
const definitionOf = (
  name: string,
  path: string,
  properties: Readonly<Record<string, unknown>>,
): Table['definition'] => {
  const indexes = (kind: string) => {
    const found = properties[kind];
    if (found === undefined) return {};
    const described = list(found, `${path}.${kind}`).map((index, at) =>
      only(fields(index, `${path}.${kind}[${String(at)}]`), 'IndexName', 'KeySchema', 'Projection'),
    );
    return { [kind]: described };
  };
  return {
    TableName: name,
    AttributeDefinitions: list(properties['AttributeDefinitions'], `${path}.AttributeDefinitions`),
    KeySchema: list(properties['KeySchema'], `${path}.KeySchema`),
    BillingMode: 'PAY_PER_REQUEST',
    ...indexes('GlobalSecondaryIndexes'),
    ...indexes('LocalSecondaryIndexes'),
  };
};

/** The DynamoDB tables. */
export const tablesOf = (ofType: OfType, resolve: Resolve): readonly Table[] =>
  ofType('AWS::DynamoDB::Table').map(({ logicalId, path, properties }) => {
    const name = text(resolve({ Ref: logicalId }, path), path);
    const policy = properties['ResourcePolicy'];
    return {
      name,
      arn: text(resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }, path), path),
      definition: definitionOf(name, path, properties),
      ...(policy !== undefined && {
        resourcePolicy: policyDocument(
          fields(policy, `${path}.ResourcePolicy`)['PolicyDocument'],
          `${path}.ResourcePolicy.PolicyDocument`,
        ),
      }),
    };
  });

const corsRules = (configuration: unknown, path: string): readonly CorsRule[] =>
  list(fields(configuration, path)['CorsRules'], `${path}.CorsRules`).map((rule, at) => {
    const place = `${path}.CorsRules[${String(at)}]`;
    const { AllowedOrigins, AllowedMethods, AllowedHeaders, ExposedHeaders, MaxAge } = fields(rule, place);
    return {
      AllowedOrigins: texts(AllowedOrigins, `${place}.AllowedOrigins`),
      AllowedMethods: texts(AllowedMethods, `${place}.AllowedMethods`),
      AllowedHeaders: texts(AllowedHeaders ?? [], `${place}.AllowedHeaders`),
      ExposedHeaders: texts(ExposedHeaders ?? [], `${place}.ExposedHeaders`),
      ...(MaxAge !== undefined && { MaxAge: count(MaxAge, `${place}.MaxAge`) }),
    };
  });

/** The S3 buckets. A bucket has one policy at most. */
export const bucketsOf = (ofType: OfType, resolve: Resolve): readonly Bucket[] => {
  const policies = new Map<unknown, PolicyDocument>();
  for (const { path, properties } of ofType('AWS::S3::BucketPolicy')) {
    const bucket = properties['Bucket'];
    if (policies.has(bucket)) throw new Error(`${path}: the bucket has a policy already.`);
    policies.set(bucket, policyDocument(properties['PolicyDocument'], `${path}.PolicyDocument`));
  }
  return ofType('AWS::S3::Bucket').map(({ logicalId, path, properties }) => {
    const name = text(resolve({ Ref: logicalId }, path), path);
    const policy = policies.get(name);
    const cors = properties['CorsConfiguration'];
    return {
      name,
      arn: text(resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }, path), path),
      ...(policy !== undefined && { policy }),
      ...(cors !== undefined && { cors: corsRules(cors, `${path}.CorsConfiguration`) }),
    };
  });
};
