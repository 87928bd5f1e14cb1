/** Presigned URLs: whoever has one may read or write one object for a while, without credentials. */
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { vendedCredentials } from 'scopevend';

/** Which service, which bucket and whose. */
export interface Links {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly token: () => Promise<string>;
}

/** Times are seconds: at most the hour that credentials live, less a minute. */
export const createLinks = ({ endpoint, region, bucket: Bucket, token }: Links) => {
  const credentials = vendedCredentials({
    endpoint,
    token,
    scope: { s3: [{ resource: 'uploads', access: ['READ', 'WRITE'] }] },
  });
  const s3 = new S3Client({ region, credentials });

  // A URL ends with the credentials that signed it, whatever it says itself.
  const lasting = async (seconds: number) => {
    const { expiration } = await credentials();
    if (expiration.getTime() - Date.now() < seconds * 1_000) await credentials({ forceRefresh: true });
  };
  return {
    toRead: async (Key: string, seconds: number): Promise<string> => {
      await lasting(seconds);
      return getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }), { expiresIn: seconds });
    },
    /** For a PUT with exactly this Content-Type. */
    toWrite: async (Key: string, ContentType: string, seconds: number): Promise<string> => {
      await lasting(seconds);
      return getSignedUrl(s3, new PutObjectCommand({ Bucket, Key, ContentType }), {
        expiresIn: seconds,
        signableHeaders: new Set(['content-type']),
      });
    },
  };
};
