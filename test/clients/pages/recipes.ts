/** A page of apps that follow the recipes for Apollo and urql. */
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Place } from '../place.ts';
import { reachableText } from '../reachable.ts';
import * as apolloRecipe from '../recipes/apollo.ts';
import * as urqlRecipe from '../recipes/urql.ts';

const keysIn = async (s3: S3Client, Bucket: string, Prefix: string) =>
  (await s3.send(new ListObjectsV2Command({ Bucket, Prefix }))).Contents?.map(({ Key }) => Key);

/** What an app sees of its grants and its folder, and what Apollo then holds; also what Apollo was vended. */
export const withApollo = async ({ endpoint, region, bucket }: Place, token: string, folder: string) => {
  const { apollo, s3, signOut } = apolloRecipe.connect(endpoint, region, () => Promise.resolve(token));
  const grants = (await apollo.query({ query: apolloRecipe.myGrants })).data?.myGrants.map(({ name }) => name);
  const keys = await keysIn(s3, bucket, folder);
  const vended = await apolloRecipe.vendByApollo(apollo);
  const cache = JSON.stringify(apollo.cache.extract());
  const held = reachableText(apollo);
  await signOut();
  return { grants, keys, vended, cache, held, afterwards: JSON.stringify(apollo.cache.extract()) };
};

/** The same with urql, which vends nothing itself. */
export const withUrql = async ({ endpoint, region, bucket }: Place, token: string, folder: string) => {
  const { urql, s3, myGrants, signOut } = urqlRecipe.connect(endpoint, region, () => Promise.resolve(token));
  const grants = (await myGrants())?.map(({ name }) => name);
  const keys = await keysIn(s3, bucket, folder);
  const held = reachableText(urql);
  signOut();
  return { grants, keys, held };
};
export { storedText } from '../stored.ts';
