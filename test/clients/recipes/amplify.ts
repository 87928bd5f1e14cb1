/** Amplify: Storage, and whatever else Amplify signs, runs on vended credentials. */
import { Amplify } from 'aws-amplify';
import type { ResourcesConfig } from 'aws-amplify';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { amplifyCredentials } from 'scopevend/amplify';

/** What the app's build has from the deployment. */
export interface Deployment {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
}

/** Instead of `Amplify.configure(…)`. Afterwards `uploadData`, `list`, `getUrl`, `remove` are used as ever, with `path`. */
export const configureAmplify = ({ endpoint, region, bucket, userPoolId, userPoolClientId }: Deployment): void => {
  const config: ResourcesConfig = {
    Auth: { Cognito: { userPoolId, userPoolClientId } },
    API: { GraphQL: { endpoint, region, defaultAuthMode: 'userPool' } },
    Storage: { S3: { bucket, region } },
  };
  // Once for Amplify's own token provider, and once for the credentials.
  Amplify.configure(config);
  Amplify.configure(config, {
    Auth: amplifyCredentials({
      endpoint,
      tokenProvider: cognitoUserPoolsTokenProvider,
      scope: { s3: [{ resource: 'uploads', access: ['READ', 'WRITE', 'DELETE', 'LIST'] }] },
      // Amplify asks for credentials before every request, also where it sends none: without this, a user who may have none
      // could not query an API either.
      onFailure: ({ code, message }) => {
        console.warn(`No AWS credentials: ${code}: ${message}`);
      },
    }),
  });
};
