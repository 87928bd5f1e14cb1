/** A unit resolver with a Lambda data source: request handler → function → response handler. */
import type { FieldNode } from 'graphql';
import type { Identity } from './authenticate.ts';
import type { Clock } from '../awsService.ts';
import { fieldError } from './errors.ts';
import type { AnswerError, Path } from './errors.ts';
import { FieldFailure } from './execute.ts';
import { loadResolverCode } from './runtime.ts';
import type { Outcome } from './runtime.ts';

/** A field's resolver. */
export interface Resolver {
  readonly type: string;
  readonly field: string;
  /** The bundled code. */
  readonly code: string;
  /** Runs the function behind the data source. Rejects with an error whose `name` is `Lambda:Unhandled` or the like. */
  readonly invoke: (payload: unknown) => Promise<unknown>;
}

/** What the resolver gets of the request. All of it must be JSON. */
export interface ResolverContext {
  readonly arguments: unknown;
  readonly identity: Identity;
  readonly source: unknown;
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly domainName: null };
  readonly info: Readonly<Record<string, unknown>>;
}

/** Where the field is, for errors. */
export interface FieldPlace {
  readonly type: string;
  readonly field: string;
  readonly node: FieldNode;
  readonly path: Path;
  /** The part of an error's `data` that the query selects. */
  readonly select: (value: unknown) => unknown;
}

/** Resolves one field; throws FieldFailure. */
export type RunResolver = (
  context: ResolverContext,
  place: FieldPlace,
  append: (error: AnswerError) => void,
) => Promise<unknown>;

/** What the field is denied with, whoever denies it. */
export const notAuthorized = ({ path, node, type, field }: Omit<FieldPlace, 'select'>): FieldFailure =>
  new FieldFailure(
    fieldError(path, node, { type: 'Unauthorized', message: `Not Authorized to access ${field} on type ${type}` }),
  );

// The function's answer as the response handler sees it: `ctx.result`, or `ctx.error` of the failure's name and message.
const invoke = async (resolver: Resolver, payload: unknown): Promise<{ result: unknown; error?: unknown }> => {
  try {
    return { result: (await resolver.invoke(payload)) ?? null };
  } catch (error) {
    const known = error instanceof Error && error.name.startsWith('Lambda:');
    const message = error instanceof Error ? error.message : 'Unknown error';
    return { result: null, error: { type: known ? error.name : 'Lambda:Unhandled', message } };
  }
};

const payloadOf = (value: unknown): { readonly payload: unknown } | undefined => {
  const asked = value as { operation?: unknown; payload?: unknown } | null;
  return asked?.operation === 'Invoke' ? { payload: asked.payload ?? null } : undefined;
};

/**
 * Loads a resolver.
 *
 * @throws when its code is nothing that AppSync would take; the error names the field
 */
export const createUnitResolver = (resolver: Resolver, clock: Clock): RunResolver => {
  const name = `${resolver.type}.${resolver.field}`;
  let code: ReturnType<typeof loadResolverCode>;
  try {
    code = loadResolverCode(resolver.code);
  } catch (error) {
    throw new Error(`The resolver of ${name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  return async (context, place, append) => {
    const failure = (raised: Parameters<typeof fieldError>[2]): FieldFailure =>
      new FieldFailure(fieldError(place.path, place.node, { ...raised, data: place.select(raised.data) }));
    const settle = (outcome: Outcome): Outcome & { kind: 'value' | 'earlyReturn' } => {
      for (const error of outcome.appended) {
        append(fieldError(place.path, place.node, { ...error, data: place.select(error.data) }));
      }
      if (outcome.kind === 'error') throw failure(outcome.error);
      if (outcome.kind === 'unauthorized') throw notAuthorized(place);
      if (outcome.kind === 'code') throw failure({ type: 'Code', message: outcome.message });
      return outcome;
    };

    const ctx = { ...context, prev: null, env: {}, stash: {} };
    const asked = settle(code.run('request', ctx, clock()));
    if (asked.kind === 'earlyReturn') return asked.value;
    const called = payloadOf(asked.value);
    if (!called) {
      throw failure({
        type: 'Code',
        message: `${name}: a Lambda data source takes { operation: 'Invoke', payload } here.`,
      });
    }
    const answer = await invoke(resolver, called.payload);
    return settle(code.run('response', { ...ctx, stash: asked.stash, ...answer }, clock())).value;
  };
};
