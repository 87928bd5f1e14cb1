/** The package `scopevend`: credentials of a Scopevend service for the AWS SDK, in browsers, Node, React Native and workers. */
export { CredentialsProviderError } from './credentialsProviderError.ts';
export type { ClientCode, ErrorCode, ErrorDetails, ServiceCode } from './credentialsProviderError.ts';
export * from './documents.ts';
export type * from './operations.ts';
export { vendedCredentials } from './vendedCredentials.ts';
export type {
  SharedCredentials,
  VendedCredentials,
  VendedCredentialsProvider,
  VendedIdentity,
} from './vendedCredentials.ts';
export { vendedCredentialsFor } from './vendedCredentialsFor.ts';
export type { VendedCredentialsForAsks, VendForOptions } from './vendedCredentialsFor.ts';
export type { DynamoDbTarget, RoleTarget, S3Target, Target } from './routing.ts';
export type * from './vendOptions.ts';
