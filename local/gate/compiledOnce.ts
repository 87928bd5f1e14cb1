/** Keeps what policies were compiled to as long as the policies themselves are kept: a session policy as long as its session. */
import { compilePolicies } from '../../core/policy/evaluate.ts';
import type { CompiledPolicies, Policies } from '../../core/policy/evaluate.ts';

const compiled = {
  identity: new WeakMap<Policies, CompiledPolicies>(),
  resource: new WeakMap<Policies, CompiledPolicies>(),
};

/**
 * The compiled form of the policies of a role, a session or a resource. They come from the template or from STS, and nobody changes
 * a document after that: it stands for itself, not for its text.
 * @throws PolicyError, and again each time
 */
export const compiledOnce = (policies: Policies, kind: 'identity' | 'resource'): CompiledPolicies => {
  const known = compiled[kind].get(policies);
  if (known !== undefined) return known;
  const made = compilePolicies(policies, kind);
  compiled[kind].set(policies, made);
  return made;
};
