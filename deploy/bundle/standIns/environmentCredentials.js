/**
 * Stands in for `@aws-sdk/credential-provider-node`: credentials from the environment and nowhere else. Lambda puts a function's own
 * there, and no other, so the rest of the chain (profiles, single sign-on, processes, metadata services) is some
 * 130 kB that could only ever find credentials which this function should not use.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const defaultProvider = () => () => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  if (accessKeyId && secretAccessKey) return Promise.resolve({ accessKeyId, secretAccessKey, sessionToken });
  // The SDK's name for it, which functions/assumeRole.ts knows.
  return Promise.reject(
    Object.assign(
      new Error(
        'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set: the built function takes credentials from there only',
      ),
      { name: 'CredentialsProviderError' },
    ),
  );
};
