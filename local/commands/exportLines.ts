/** Vended credentials as lines for a shell: `eval` of them points the AWS CLI and every SDK at the local stack. */
import type { VendedCredentials } from '../../core/schema.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * The lines, each with its newline, for a POSIX shell. The Region goes by two names, since the AWS CLI version 1 and boto3 know
 * only AWS_DEFAULT_REGION. A profile is unset: the SDK for JavaScript would take its credentials instead.
 */
export const exportLines = (
  vended: Pick<VendedCredentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>,
  { awsUrl, region }: { readonly awsUrl: string; readonly region: string },
): string => {
  const variables = {
    AWS_ACCESS_KEY_ID: vended.accessKeyId,
    AWS_SECRET_ACCESS_KEY: vended.secretAccessKey,
    AWS_SESSION_TOKEN: vended.sessionToken,
    AWS_ENDPOINT_URL: awsUrl,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
  return ['unset AWS_PROFILE AWS_DEFAULT_PROFILE\n', ...lines].join('');
};
