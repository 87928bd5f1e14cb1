/** The Cognito user pool, its app client and its groups, taken off the resources of a CloudFormation template. */
import { count, fields, list, text, texts } from './checked.ts';
import type { Resolve } from './cloudFormation.ts';
import type { Place } from './resourceNames.ts';
import type { LambdaFunction, UserPool, UserPoolClient } from './service.ts';
import { functionAt, type OfType, only } from './resolvedResources.ts';

const SECONDS: ReadonlyMap<unknown, number> = new Map([
  ['seconds', 1],
  ['minutes', 60],
  ['hours', 3_600],
  ['days', 86_400],
]);

const clientOf = (ofType: OfType, resolve: Resolve): UserPoolClient => {
  const { logicalId, path, properties } = only(ofType, 'AWS::Cognito::UserPoolClient');
  const units = fields(properties['TokenValidityUnits'], `${path}.TokenValidityUnits`);
  const seconds = (token: string): number => {
    const unit = SECONDS.get(units[token]);
    if (unit === undefined) throw new Error(`${path}.TokenValidityUnits.${token} is no unit of time.`);
    return unit * count(properties[`${token}Validity`], `${path}.${token}Validity`);
  };
  if (properties['GenerateSecret'] === true)
    throw new Error(`${path}.GenerateSecret: a client secret is not known here.`);
  return {
    id: text(resolve({ Ref: logicalId }, path), path),
    name: text(properties['ClientName'], `${path}.ClientName`),
    explicitAuthFlows: texts(properties['ExplicitAuthFlows'], `${path}.ExplicitAuthFlows`),
    writeAttributes: texts(properties['WriteAttributes'], `${path}.WriteAttributes`),
    idTokenSeconds: seconds('IdToken'),
    accessTokenSeconds: seconds('AccessToken'),
    refreshTokenSeconds: seconds('RefreshToken'),
  };
};

/** The one user pool of a template with its one client. */
export const userPoolOf = (
  ofType: OfType,
  resolve: Resolve,
  functions: readonly LambdaFunction[],
  { region }: Place,
): UserPool => {
  const { logicalId, path, properties } = only(ofType, 'AWS::Cognito::UserPool');
  const id = text(resolve({ Ref: logicalId }, path), path);
  const trigger = `${path}.LambdaConfig.PreTokenGenerationConfig`;
  const { PreTokenGenerationConfig } = fields(properties['LambdaConfig'], `${path}.LambdaConfig`);
  const { LambdaArn, LambdaVersion } = fields(PreTokenGenerationConfig, trigger);
  return {
    id,
    // https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
    issuer: `https://cognito-idp.${region}.amazonaws.com/${id}`,
    client: clientOf(ofType, resolve),
    groups: ofType('AWS::Cognito::UserPoolGroup').map((group) =>
      text(group.properties['GroupName'], `${group.path}.GroupName`),
    ),
    customAttributes: list(properties['Schema'] ?? [], `${path}.Schema`).map((attribute, index) => {
      const where = `${path}.Schema[${String(index)}]`;
      return text(fields(attribute, where)['Name'], `${where}.Name`);
    }),
    preTokenGeneration: {
      function: functionAt(functions, LambdaArn, `${trigger}.LambdaArn`),
      version: text(LambdaVersion, `${trigger}.LambdaVersion`),
    },
  };
};
