/** What CloudFormation's Ref and GetAtt give for a resource, with names that are the same at every start. */
import { createHash } from 'node:crypto';

/** Where a template is deployed. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** What names that CloudFormation would make up begin with: service and stage. */
  readonly prefix: string;
}

/** What the host names of a partition end with: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export const urlSuffix = ({ partition }: Place): string =>
  partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';

/** A property of the resource itself, resolved; undefined when the template does not give it. */
export type Property = (name: string) => string | undefined;

/** What Ref gives, and what GetAtt gives by attribute. */
export interface ResourceName {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

type Naming = (logicalId: string, place: Place, property: Property) => ResourceName;

/** A fixed identifier of lower-case letters and digits, as Cognito and AppSync make them. */
const identifier = (length: number, ...of: readonly string[]): string =>
  createHash('sha256').update(of.join('/')).digest('hex').slice(0, length);

const arn = ({ partition, region, account }: Place, service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

const byType: Readonly<Record<string, Naming>> = {
  'AWS::IAM::Role': (logicalId, place, property) => {
    const name = property('RoleName') ?? `${place.prefix}-${logicalId}`;
    const path = property('Path') ?? '/';
    return { ref: name, attributes: { Arn: `arn:${place.partition}:iam::${place.account}:role${path}${name}` } };
  },
  'AWS::Lambda::Function': (logicalId, place, property) => {
    const name = property('FunctionName') ?? `${place.prefix}-${logicalId}`;
    return { ref: name, attributes: { Arn: arn(place, 'lambda', `function:${name}`) } };
  },
  'AWS::Logs::LogGroup': (logicalId, place, property) => {
    const name = property('LogGroupName') ?? `${place.prefix}-${logicalId}`;
    return { ref: name, attributes: { Arn: arn(place, 'logs', `log-group:${name}:*`) } };
  },
  'AWS::S3::Bucket': (logicalId, place, property) => {
    const name = property('BucketName') ?? `${place.prefix}-${logicalId}`.toLowerCase();
    return { ref: name, attributes: { Arn: `arn:${place.partition}:s3:::${name}` } };
  },
  'AWS::DynamoDB::Table': (logicalId, place, property) => {
    const name = property('TableName') ?? `${place.prefix}-${logicalId}`;
    return { ref: name, attributes: { Arn: arn(place, 'dynamodb', `table/${name}`) } };
  },
  // One pool is all that the local stack runs, so its id can be one that people recognise.
  'AWS::Cognito::UserPool': (_, place) => {
    const id = `${place.region}_LocalPool`;
    return {
      ref: id,
      attributes: {
        Arn: arn(place, 'cognito-idp', `userpool/${id}`),
        ProviderURL: `https://cognito-idp.${place.region}.${urlSuffix(place)}/${id}`,
      },
    };
  },
  'AWS::Cognito::UserPoolClient': (logicalId, place) => ({
    ref: identifier(26, place.prefix, logicalId),
    attributes: {},
  }),
  'AWS::AppSync::GraphQLApi': (logicalId, place) => {
    const id = identifier(26, place.prefix, logicalId);
    const apiArn = arn(place, 'appsync', `apis/${id}`);
    return { ref: apiArn, attributes: { Arn: apiArn, ApiId: id } };
  },
  'AWS::AppSync::DataSource': (logicalId, place, property) => {
    const name = property('Name') ?? logicalId;
    return { ref: arn(place, 'appsync', `datasources/${name}`), attributes: { Name: name } };
  },
};

/** Names a resource; undefined when its type is not one that is known here. */
export const resourceName = (
  type: string,
  logicalId: string,
  place: Place,
  property: Property,
): ResourceName | undefined => (Object.hasOwn(byType, type) ? byType[type]?.(logicalId, place, property) : undefined);
