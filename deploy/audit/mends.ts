/** AWS CLI commands that change one thing of a user pool: its updates set to a default whatever they are not told. */

/** Text as one word of a shell. */
export const word = (text: string): string =>
  /^[\w./:=,@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

// What UpdateUserPool takes, but for DcrConfiguration, which stays when it is left out: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
const POOL = [
  'Policies, DeletionProtection, LambdaConfig, AutoVerifiedAttributes, SmsVerificationMessage, EmailVerificationMessage,',
  'EmailVerificationSubject, VerificationMessageTemplate, SmsAuthenticationMessage, UserAttributeUpdateSettings,',
  'MfaConfiguration, DeviceConfiguration, EmailConfiguration, SmsConfiguration, UserPoolTags, AdminCreateUserConfig,',
  'UserPoolAddOns, AccountRecoverySetting, UserPoolTier, KeyConfiguration, IssuerConfiguration, AcrConfiguration',
].join(' ');

/** Reads the pool, changes it by a jq program, and writes all of it back. */
export const updatePool = (poolId: string, change: string): string =>
  `aws cognito-idp describe-user-pool --user-pool-id ${word(poolId)} \\
  | jq '.UserPool | {UserPoolId: .Id, PoolName: .Name, ${POOL}} | with_entries(select(.value != null)) | del(.AdminCreateUserConfig.UnusedAccountValidityDays) | ${change}' > pool.json
aws cognito-idp update-user-pool --cli-input-json file://pool.json`;

/** Reads an app client, changes it by a jq program, and writes all of it back. Its secret is left out. */
export const updateClient = (poolId: string, clientId: string, change: string): string =>
  `aws cognito-idp describe-user-pool-client --user-pool-id ${word(poolId)} --client-id ${word(clientId)} \\
  | jq '.UserPoolClient | del(.ClientSecret, .CreationDate, .LastModifiedDate) | ${change}' > client.json
aws cognito-idp update-user-pool-client --cli-input-json file://client.json`;

/** Reads an identity provider's mapping, changes it by a jq program, and writes all of it back. */
export const updateMapping = (poolId: string, provider: string, change: string): string =>
  `aws cognito-idp describe-identity-provider --user-pool-id ${word(poolId)} --provider-name ${word(provider)} \\
  | jq '.IdentityProvider | {UserPoolId, ProviderName, AttributeMapping} | ${change}' > provider.json
aws cognito-idp update-identity-provider --cli-input-json file://provider.json`;
