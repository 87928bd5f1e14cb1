/** Vends for somebody, by the library's own provider, and words what goes wrong for somebody at a terminal. */
import { CredentialsProviderError } from '../credentialsProviderError.ts';
import { vendedCredentials } from '../vendedCredentials.ts';
import type { VendedCredentialsProvider } from '../vendedCredentials.ts';
import { Refused } from './failures.ts';
import { notTaken, unreachable } from './graphql.ts';
import type { Identity } from './identity.ts';
import type { Ask } from './scopeOption.ts';

/** A provider for one scope; it renews what it vended when asked. */
export const providerFor = (identity: Identity, ask: Ask): VendedCredentialsProvider => {
  let last: string | undefined;
  return vendedCredentials({
    endpoint: identity.endpoint,
    token: async ({ forceRefresh }) => (last = await identity.token('any', forceRefresh ? last : undefined)),
    ...ask,
    fetch: (url, request) => identity.fetchFrom(url, request),
  });
};

/** What to tell of an error of the provider: the cause, where that is an error of ours. */
export const told = (error: unknown, identity: Identity): unknown => {
  if (!(error instanceof CredentialsProviderError)) return error;
  const { code, info = null, message } = error;
  if (code === 'TokenUnavailable') return error.cause ?? error;
  if (code === 'NetworkError') return unreachable(identity.endpoint);
  if (code === 'Unauthorized' && info === null) return notTaken(identity);
  return new Refused({ errorType: code === 'InvalidRequest' ? null : code, errorInfo: info, message });
};

/** One vend. @throws Refused; SignInNeeded; Error when the service cannot be reached */
export const vend = async (
  identity: Identity,
  ask: Ask,
): Promise<Awaited<ReturnType<VendedCredentialsProvider['vended']>>> => {
  try {
    return await providerFor(identity, ask).vended();
  } catch (error) {
    throw told(error, identity);
  }
};
