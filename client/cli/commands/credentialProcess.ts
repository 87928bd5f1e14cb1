/**
 * `scopevend credential-process`: what `credential_process` in ~/.aws/config runs.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
import { cachedVend } from '../cachedVend.ts';
import { identify, profileOf } from '../identity.ts';
import type { Invocation } from '../invocation.ts';
import { write } from '../output.ts';
import { placesOf } from '../places.ts';
import { askIn } from '../scopeOption.ts';

export const run = async (invocation: Invocation): Promise<void> => {
  const { options } = invocation;
  const ask = await askIn(invocation);
  const identity = await identify(options, process.env);
  const { cache } = placesOf(profileOf(options, process.env));
  const wanted = { identity: identity.key, endpoint: identity.endpoint, ...ask };
  const credentials = await cachedVend(cache, wanted, {
    vend: async () => {
      // Loaded only now: mostly there is something in the cache.
      const { vend } = await import('../vend.ts');
      return vend(identity, ask);
    },
    clock: Date.now,
  });
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials;
  write(
    `${JSON.stringify({
      Version: 1,
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: expiration.toISOString(),
    })}\n`,
  );
};
