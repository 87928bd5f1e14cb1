/** The token that a vend is sent with. */
import { CredentialsProviderError } from './credentialsProviderError.ts';
import type { TokenSource } from './vendOptions.ts';

/**
 * Asks for it.
 *
 * @throws CredentialsProviderError `TokenUnavailable` when there is none
 */
export const tokenFrom = async (source: TokenSource, forceRefresh: boolean): Promise<string> => {
  let token: unknown;
  try {
    token = typeof source === 'function' ? await source({ forceRefresh }) : source;
  } catch (cause) {
    throw new CredentialsProviderError('TokenUnavailable', 'There is no token: `token` threw. Sign in.', { cause });
  }
  // Anything else, fetch refuses with a message that holds it.
  if (typeof token === 'string' && /^[!-~]+( [!-~]+)?$/.test(token)) return token;
  throw new CredentialsProviderError('TokenUnavailable', 'There is no token: `token` gave nothing to send. Sign in.');
};
