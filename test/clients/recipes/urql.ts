/** urql: the app's operations go by urql, the credentials past it. */
import { S3Client } from '@aws-sdk/client-s3';
import { cacheExchange, createClient, fetchExchange } from '@urql/core';
import type { MyGrantsQuery } from 'scopevend';
import { MY_GRANTS, vendedCredentials } from 'scopevend';

/** urql and the AWS SDK for one signed-in user. */
export const connect = (endpoint: string, region: string, token: () => Promise<string>) => {
  const urql = createClient({
    url: endpoint,
    exchanges: [cacheExchange, fetchExchange],
    // A GET would put queries and variables into URLs, which are logged.
    preferGetMethod: false,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', await token());
      return fetch(input, { ...init, headers });
    },
  });
  const credentials = vendedCredentials({ endpoint, token });
  return {
    urql,
    s3: new S3Client({ region, credentials }),
    /** What the user may ask for. */
    myGrants: async () => (await urql.query<MyGrantsQuery>(MY_GRANTS, {}).toPromise()).data?.myGrants,
    /** On sign-out. The next user gets a client of their own, with an empty cache. */
    signOut: () => {
      credentials.purge();
    },
  };
};
