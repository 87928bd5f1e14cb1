/** The page's side of the service worker: gives it files, and the user's token when it asks. */

/** `token` gives the signed-in user's token, a new one with `forceRefresh`. */
export const startUploads = async (
  endpoint: string,
  token: (options: { readonly forceRefresh: boolean }) => Promise<string>,
) => {
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener(
    'message',
    ({ data, ports }: MessageEvent<{ wants: string; forceRefresh: boolean }>) => {
      if (data.wants !== 'token') return;
      token(data).then(
        (given) => ports[0]?.postMessage({ token: given }),
        () => ports[0]?.postMessage({}),
      );
    },
  );
  await serviceWorker.register(`/worker.js?endpoint=${encodeURIComponent(endpoint)}`);
  const { active } = await serviceWorker.ready;

  return {
    /** The key, when the file is uploaded. The upload goes on if the user leaves the page meanwhile. */
    upload: (file: File): Promise<string> =>
      new Promise((resolve, reject) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }: MessageEvent<{ readonly key?: string; readonly failed?: string }>) => {
          if (data.key === undefined) reject(new Error(data.failed));
          else resolve(data.key);
        };
        active?.postMessage({ file }, [port2]);
      }),
    signOut: () => {
      active?.postMessage({ signOut: true });
    },
  };
};
