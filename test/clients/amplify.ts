/** What an app does with Amplify, in Node and in a page alike. */
import { Amplify } from 'aws-amplify';
import type { GraphQLResult } from 'aws-amplify/api';
import { generateClient } from 'aws-amplify/api';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { downloadData, getUrl, list, remove, uploadData } from 'aws-amplify/storage';
import { VEND_CREDENTIALS } from 'scopevend';
import type { ScopeInput, VendCredentialsMutation as Answer } from 'scopevend';

export { configureAmplify } from './recipes/amplify.ts';

/** Amplify as it is without vending, for an API that needs no user. */
export const configureWithoutUser = (endpoint: string, region: string): void => {
  Amplify.configure({ API: { GraphQL: { endpoint, region, defaultAuthMode: 'apiKey', apiKey: 'none' } } }, {});
};

/** Signs in with Amplify's own default, which is SRP. */
export const signInAs = async (username: string, password: string): Promise<string> =>
  (await signIn({ username, password })).nextStep.signInStep;

/** Ends the session. */
export const signOutAgain = (): Promise<void> => signOut();

/** What Amplify signs with. */
export const secretsInUse = async (): Promise<Readonly<Record<string, string>>> => {
  const { secretAccessKey = '', sessionToken = '' } = (await fetchAuthSession()).credentials ?? {};
  return { secretAccessKey, sessionToken };
};

/** A vend by Amplify's own GraphQL client. */
export const vendByAmplify = async (scope?: ScopeInput): Promise<GraphQLResult<Answer>> => {
  try {
    return (await generateClient().graphql({ query: VEND_CREDENTIALS, variables: { scope } })) as GraphQLResult<Answer>;
  } catch (error) {
    // It rejects with the answer.
    const { data, errors } = error as GraphQLResult<Answer>;
    return { data, ...(errors && { errors: JSON.parse(JSON.stringify(errors)) as typeof errors }) };
  }
};

/** Uploads, lists, downloads by a URL and by Amplify, and removes. */
export const useStorage = async (folder: string) => {
  const path = `${folder}amplify.txt`;
  await uploadData({ path, data: 'by Amplify' }).result;
  const { items } = await list({ path: folder });
  const { url } = await getUrl({ path });
  const byUrl = await (await fetch(url)).text();
  const { body } = await downloadData({ path }).result;
  await remove({ path });
  return { paths: items.map((item) => item.path), byUrl, downloaded: await body.text() };
};

/** Why an upload fails, by the error's name. */
export const uploadRefused = async (path: string): Promise<string> => {
  try {
    await uploadData({ path, data: 'x' }).result;
    return 'uploaded';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
};
