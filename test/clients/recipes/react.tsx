/** React: a signed-in user's own files, with the AWS SDK. */
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { useCallback, useEffect, useState } from 'react';
import { vendedCredentials } from 'scopevend';

/** Made once when a user signs in, outside of any component: all clients share its credentials. */
export const connectFiles = (endpoint: string, token: () => Promise<string>) => {
  const credentials = vendedCredentials({
    endpoint,
    token,
    scope: { s3: [{ resource: 'uploads', access: ['READ', 'WRITE', 'LIST'] }] },
  });
  // The answer says where the user may do that, so the app need not know.
  const folder = async () => {
    const own = (await credentials.vended()).scope.s3.find(({ access }) => access.includes('WRITE'));
    if (!own?.prefix) throw new Error('No folder of yours can be written.');
    return { Bucket: own.bucket, Prefix: own.prefix, region: own.region };
  };
  const s3 = new S3Client({ credentials, region: async () => (await folder()).region });
  return {
    list: async (): Promise<string[]> => {
      const { Bucket, Prefix } = await folder();
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
      return Contents.map(({ Key = '' }) => Key.slice(Prefix.length));
    },
    upload: async (file: File, onProgress: (percent: number) => void): Promise<void> => {
      const { Bucket, Prefix } = await folder();
      const upload = new Upload({
        client: s3,
        params: { Bucket, Key: `${Prefix}${file.name}`, Body: file, ContentType: file.type },
      });
      upload.on('httpUploadProgress', ({ loaded = 0 }) => {
        onProgress(Math.round((100 * loaded) / file.size));
      });
      await upload.done();
    },
    /** On sign-out. */
    disconnect: () => {
      credentials.purge();
      s3.destroy();
    },
  };
};

/** Lists the files, and uploads one more. */
export const Files = ({ files }: { readonly files: ReturnType<typeof connectFiles> }) => {
  const [names, setNames] = useState<readonly string[]>([]);
  const [notice, setNotice] = useState('');

  const attempt = useCallback(async (action: () => Promise<void>) => {
    try {
      await action();
    } catch (error) {
      setNotice(error instanceof Error ? error.message : String(error));
    }
  }, []);
  const refresh = useCallback(async () => {
    setNames(await files.list());
  }, [files]);
  useEffect(() => {
    void attempt(refresh);
  }, [attempt, refresh]);

  const upload = async (file: File) => {
    await files.upload(file, (percent) => {
      setNotice(`${file.name}: ${String(percent)} %`);
    });
    setNotice(`${file.name} is uploaded.`);
    await refresh();
  };

  return (
    <>
      <h1>Your files</h1>
      <label>
        Upload a file{' '}
        <input
          type="file"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) void attempt(() => upload(file));
          }}
        />
      </label>
      <p role="status">{notice}</p>
      <ul>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </>
  );
};
