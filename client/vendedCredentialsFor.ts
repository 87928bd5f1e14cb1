/** Credentials for more than fits into one vend: several vends, of which each request takes the one that is meant for it. */
import { CredentialsProviderError } from './credentialsProviderError.ts';
import { purgedMeanwhile } from './flight.ts';
import type { ScopeInput } from './operations.ts';
import { closenessOf } from './routing.ts';
import type { Target } from './routing.ts';
import { splitIn } from './splitIn.ts';
import { identityIn, vendedCredentials } from './vendedCredentials.ts';
import type { SharedCredentials, VendedCredentials, VendedCredentialsProvider } from './vendedCredentials.ts';
import type { CallOptions, ServiceOptions } from './vendOptions.ts';

/** What to vend, each ask by itself, from where, and as whom. */
export interface VendForOptions extends ServiceOptions {
  readonly asks: readonly ScopeInput[];
}

/** Several vends of one user. */
export interface VendedCredentialsForAsks {
  /**
   * What an AWS SDK client takes as `credentials` for requests of this kind. Whose they are is found out anew with each call, by the
   * effective scopes: of those that cover it the closest, by whole segments. Asks that cannot cover it are not vended.
   *
   * Its calls: @throws CredentialsProviderError `NotCovered` when none does, and when one that might cannot be vended, why
   */
  for(target: Target): SharedCredentials;
  /** The whole answers, of all. */
  vended(options?: CallOptions): Promise<readonly VendedCredentials[]>;
  /** On sign-out: as that of `vendedCredentials`, of all. */
  purge(): void;
}

/** An ask, and its vend; or, when that was too large, the service's split of it. */
interface Source {
  readonly ask: ScopeInput;
  readonly provider: VendedCredentialsProvider;
  /** How often it was split to get it. */
  readonly depth: number;
  split?: readonly Source[] | undefined;
}

const purge = (sources: readonly Source[]): void => {
  for (const source of sources) {
    source.provider.purge();
    purge(source.split ?? []);
    source.split = undefined;
  }
};

const notCovered = (target: Target) =>
  new CredentialsProviderError(
    'NotCovered',
    `No ask covers ${JSON.stringify(target)}. Add one to asks; credentials of another are not used for it.`,
  );

type Answer = readonly [source: Source, vended: VendedCredentials];

/**
 * Vends several scopes for one user, and gives each request the credentials that are meant for it, never another's. A scope that is
 * too large for one vend is vended as the service splits it.
 *
 * @throws TypeError of an endpoint that no token may be sent to
 */
export const vendedCredentialsFor = ({ asks, ...service }: VendForOptions): VendedCredentialsForAsks => {
  const sourceOf = (ask: ScopeInput, depth: number): Source => ({
    ask,
    depth,
    provider: vendedCredentials({ ...service, scope: ask }),
  });
  const sources = asks.map((ask) => sourceOf(ask, 0));
  let purges = 0;
  /** What is under way must not vend anew after a purge, for whoever is signed in by then. */
  const unlessPurgedSince = (before: number): void => {
    if (purges !== before) throw purgedMeanwhile();
  };

  const vend = async (
    source: Source,
    isWanted: (ask: ScopeInput) => boolean,
    call?: CallOptions,
  ): Promise<Answer[]> => {
    if (!isWanted(source.ask)) return [];
    if (source.split) return vendAll(source.split, isWanted, call);
    const before = purges;
    try {
      return [[source, await source.provider.vended(call)]];
    } catch (error) {
      const split = splitIn(error, source.depth);
      if (split === undefined) throw error;
      unlessPurgedSince(before);
      source.split ??= split.map((ask) => sourceOf(ask, source.depth + 1));
      return vendAll(source.split, isWanted, call);
    }
  };
  const vendAll = async (
    these: readonly Source[],
    isWanted: (ask: ScopeInput) => boolean,
    call?: CallOptions,
  ): Promise<Answer[]> => (await Promise.all(these.map((source) => vend(source, isWanted, call)))).flat();

  const closestFor = (target: Target, answers: readonly Answer[]): Answer => {
    let best: { readonly answer: Answer; readonly closeness: number } | undefined;
    for (const answer of answers) {
      const closeness = closenessOf(target, answer[1].scope);
      if (closeness !== undefined && closeness > (best?.closeness ?? -1)) best = { answer, closeness };
    }
    if (best === undefined) throw notCovered(target);
    return best.answer;
  };

  const routed = async (target: Target, call: CallOptions = {}): Promise<Answer> => {
    const mayCover = (ask: ScopeInput) => closenessOf(target, ask) !== undefined;
    const before = purges;
    const answer = closestFor(target, await vendAll(sources, mayCover, { signal: call.signal }));
    if (!call.forceRefresh) return answer;
    unlessPurgedSince(before);
    // What is vended anew may cover something else, or have become too large.
    return closestFor(target, await vend(answer[0], mayCover, call));
  };

  return {
    for: (target) =>
      Object.assign(async (call?: CallOptions) => identityIn((await routed(target, call))[1]), {
        memoized: true,
        vended: async (call?: CallOptions) => (await routed(target, call))[1],
      }),
    vended: async (call) => (await vendAll(sources, () => true, call)).map(([, vended]) => vended),
    purge: () => {
      purges += 1;
      purge(sources);
    },
  };
};
