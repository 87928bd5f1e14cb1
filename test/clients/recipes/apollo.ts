/** Apollo: the app's operations go by Apollo, the credentials past it, so that no cache holds them. */
import type { TypedDocumentNode } from '@apollo/client';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { S3Client } from '@aws-sdk/client-s3';
import { createAuthLink } from 'aws-appsync-auth-link';
import type { MyGrantsQuery, ScopeInput, VendCredentialsMutation, VendCredentialsMutationVariables } from 'scopevend';
import { MY_GRANTS, VEND_CREDENTIALS, vendedCredentials } from 'scopevend';

/** Apollo and the AWS SDK for one signed-in user. */
export const connect = (endpoint: string, region: string, token: () => Promise<string>) => {
  const apollo = new ApolloClient({
    link: ApolloLink.from([
      createAuthLink({ url: endpoint, region, auth: { type: 'AMAZON_COGNITO_USER_POOLS', jwtToken: token } }),
      new HttpLink({ uri: endpoint }),
    ]),
    cache: new InMemoryCache(),
  });
  const credentials = vendedCredentials({ endpoint, token });
  return {
    apollo,
    s3: new S3Client({ region, credentials }),
    signOut: async () => {
      credentials.purge();
      await apollo.clearStore();
    },
  };
};

/** What the user may ask for. It holds no secret, so Apollo may cache it. */
export const myGrants: TypedDocumentNode<MyGrantsQuery> = gql(MY_GRANTS);

const vendCredentials: TypedDocumentNode<VendCredentialsMutation, VendCredentialsMutationVariables> =
  gql(VEND_CREDENTIALS);

/** Where Apollo must vend itself. Without `no-cache` its cache goes on holding the secret. */
export const vendByApollo = async (apollo: ApolloClient, scope?: ScopeInput) => {
  const { data } = await apollo.mutate({
    mutation: vendCredentials,
    variables: { scope },
    fetchPolicy: 'no-cache',
  });
  return data?.vendCredentials;
};
