/** The service as the local stack knows it, with every CloudFormation reference resolved. */
import type { PolicyDocument } from '../core/policy/document.ts';

/** An IAM role. */
export interface Role {
  readonly name: string;
  readonly arn: string;
  readonly trustPolicy: PolicyDocument;
  /** Inline and attached policies of the template, resolved. */
  readonly policies: readonly PolicyDocument[];
  /** Seconds; 3,600 when the template does not say. */
  readonly maxSessionDuration: number;
  /** Its own. */
  readonly tags?: ReadonlyMap<string, string>;
}

/** A Lambda function. */
export interface LambdaFunction {
  /** Its key in serverless.yml: vend, preview, preTokenGeneration. */
  readonly key: string;
  readonly name: string;
  readonly arn: string;
  /** Module and export, for example functions/vend.handler. */
  readonly handler: string;
  readonly roleArn: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** Which code and which function serve a field. */
export interface Resolver {
  readonly type: string;
  readonly field: string;
  /** Path of the TypeScript resolver, relative to the project. */
  readonly code: string;
  /** The key in `functions` of the function behind the resolver's data source. */
  readonly function: string;
}

/** The AppSync API. */
export interface GraphqlApi {
  readonly name: string;
  /** Paths of the schema files, relative to the project. */
  readonly schema: readonly string[];
  readonly appIdClientRegex: string;
  readonly introspection: boolean;
  readonly queryDepthLimit: number;
  readonly resolverCountLimit: number;
}

/** An app client of the user pool. */
export interface UserPoolClient {
  readonly id: string;
  readonly name: string;
  readonly explicitAuthFlows: readonly string[];
  readonly writeAttributes: readonly string[];
  readonly idTokenSeconds: number;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
}

/** The Cognito user pool. */
export interface UserPool {
  readonly id: string;
  readonly issuer: string;
  readonly client: UserPoolClient;
  readonly groups: readonly string[];
  /** Custom attributes, without the `custom:` in front. */
  readonly customAttributes: readonly string[];
  /** The key in `functions` of the pre-token-generation function, and its event version (V2_0). */
  readonly preTokenGeneration: { readonly function: string; readonly version: string };
}

/** One rule, as CloudFormation has it in a bucket's CorsConfiguration. */
export interface CorsRule {
  readonly AllowedOrigins: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposedHeaders?: readonly string[];
  /** Seconds. */
  readonly MaxAge?: number;
}

/** An S3 bucket. */
export interface Bucket {
  readonly name: string;
  readonly arn: string;
  readonly policy?: PolicyDocument;
  readonly cors?: readonly CorsRule[];
}

/** A DynamoDB table. */
export interface Table {
  readonly name: string;
  readonly arn: string;
  /** Its keys and indexes, as the operation CreateTable takes them. */
  readonly definition: Readonly<Record<string, unknown>>;
  readonly resourcePolicy?: PolicyDocument;
}

/** Everything that the local stack needs to know of the deployed service. */
export interface Service {
  readonly stage: string;
  readonly region: string;
  readonly partition: string;
  readonly account: string;
  readonly api: GraphqlApi;
  readonly resolvers: readonly Resolver[];
  readonly functions: Readonly<Record<string, LambdaFunction>>;
  readonly roles: readonly Role[];
  readonly buckets: readonly Bucket[];
  readonly tables: readonly Table[];
  readonly userPool: UserPool;
}
