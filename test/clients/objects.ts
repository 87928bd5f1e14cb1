/** What lies in the local bucket, read with a user's own vended credentials. */
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { vendedCredentials } from 'scopevend';
import type { World } from './world.ts';

/** The text of an object; undefined while it is not there. */
export const objectReader = async ({ stack, place, tokenOf }: World, username: string) => {
  const s3 = new S3Client({
    endpoint: stack.awsUrl,
    region: place.region,
    forcePathStyle: true,
    credentials: vendedCredentials({ endpoint: place.endpoint, token: await tokenOf(username) }),
  });
  return async (Key: string): Promise<string | undefined> => {
    try {
      return await (await s3.send(new GetObjectCommand({ Bucket: place.bucket, Key }))).Body?.transformToString();
    } catch (error) {
      // As S3 says it to whoever may not list the key.
      if (error instanceof Error && error.message.includes('s3:ListBucket')) return undefined;
      throw error;
    }
  };
};
