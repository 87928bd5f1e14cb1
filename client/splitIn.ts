/** What the service says of a scope that is too large for one vend: the scopes to be vended in its place. */
import { CredentialsProviderError } from './credentialsProviderError.ts';
import type { ScopeInput } from './operations.ts';

/** More scopes than this are no split of ours. */
const MOST_SCOPES = 100;

/** What fits by its characters can still be too large for AWS, which the service learns with the vend, and then splits further. */
const MOST_SPLITS = 4;

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether requests can be routed by them: it takes the access of each. */
const areAsks = (asks: unknown): boolean =>
  Array.isArray(asks) && asks.every((ask) => isFields(ask) && Array.isArray(ask['access']));

const isScope = (scope: unknown): boolean =>
  isFields(scope) && Object.values(scope).every((asks) => asks === null || typeof asks === 'string' || areAsks(asks));

/**
 * The scopes that an error says to vend instead: what it says is the service's word, and is looked at before it is believed. Undefined
 * when it says none, or when it was split often enough.
 *
 * @param depth how often the scope was split to get it
 */
export const splitIn = (error: unknown, depth: number): readonly ScopeInput[] | undefined => {
  if (!(error instanceof CredentialsProviderError) || error.code !== 'ScopeTooLarge') return undefined;
  const split = error.info?.['split'];
  // Further splits must get somewhere.
  const least = depth === 0 ? 1 : 2;
  return depth < MOST_SPLITS &&
    Array.isArray(split) &&
    split.length >= least &&
    split.length <= MOST_SCOPES &&
    split.every(isScope)
    ? (split as readonly ScopeInput[])
    : undefined;
};
