/** The service worker: it uploads, also while the user leaves the page. It stores nothing, and asks a page for the token. */
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { DOMParser, Node } from '@xmldom/xmldom';
import { vendedCredentials } from 'scopevend';

declare const self: ServiceWorkerGlobalScope;

// The AWS SDK for browsers reads S3's XML with these, which workers do not have.
Object.assign(self, { DOMParser, Node });

const tokenFromPage = async ({ forceRefresh }: { readonly forceRefresh: boolean }): Promise<string> => {
  const [page] = await self.clients.matchAll({ type: 'window' });
  if (page === undefined) throw new Error('No page is open that could give a token.');
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<{ readonly token?: string }>) => {
      if (data.token === undefined) reject(new Error('The page has no token.'));
      else resolve(data.token);
    };
    page.postMessage({ wants: 'token', forceRefresh }, [port2]);
  });
};

const credentials = vendedCredentials({
  endpoint: new URL(self.location.href).searchParams.get('endpoint') ?? '',
  token: tokenFromPage,
  scope: { s3: [{ resource: 'uploads', access: ['WRITE'] }] },
});

const upload = async (file: File): Promise<string> => {
  const [own] = (await credentials.vended()).scope.s3;
  if (!own?.prefix) throw new Error('No folder of yours can be written.');
  const client = new S3Client({ region: own.region, credentials });
  const Key = `${own.prefix}${file.name}`;
  await new Upload({ client, params: { Bucket: own.bucket, Key, Body: file, ContentType: file.type } }).done();
  return Key;
};

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const { file, signOut } = event.data as { readonly file?: File; readonly signOut?: boolean };
  if (signOut) credentials.purge();
  if (file === undefined) return;
  const answer = (outcome: object) => event.ports[0]?.postMessage(outcome);
  event.waitUntil(
    upload(file).then(
      (key) => answer({ key }),
      (error: unknown) => answer({ failed: error instanceof Error ? error.message : String(error) }),
    ),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});
