/**
 * Executes a validated operation as AppSync's engine, graphql-java, does.
 *
 * graphql-js's own `execute` ends an object at its first failing non-null field; AppSync goes on and reports each.
 */
import {
  getNullableType,
  GraphQLError,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  OperationTypeNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { FieldNode, GraphQLField, GraphQLObjectType, GraphQLOutputType, OperationDefinitionNode } from 'graphql';
import { pathText, valueError } from './errors.ts';
import type { AnswerError, Path } from './errors.ts';
import { javaClass } from './javaText.ts';
import { leafText } from './leafText.ts';
import { collectFields } from './selection.ts';
import type { SelectionContext } from './selection.ts';

/** One field to be resolved. */
export interface FieldCall {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
  readonly source: unknown;
  readonly path: Path;
}

/** Raised by a resolver: the field is null. */
export class FieldFailure extends Error {
  readonly error: AnswerError;

  constructor(error: AnswerError) {
    super(error.message);
    this.error = error;
  }
}

/** An answer: `data` and, where there are any, `errors`. */
export interface ExecutionResult {
  readonly data: unknown;
  readonly errors: readonly AnswerError[];
}

/** What a field's value gives; an error appended does not make the field null. */
export type ResolveField = (call: FieldCall, append: (error: AnswerError) => void) => unknown;

// A non-null value below is null: everything up to the next nullable value becomes null too.
const NULLED = Symbol('nulled');

const fieldOf = (
  context: SelectionContext,
  type: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined => {
  if (name === '__typename') return TypeNameMetaFieldDef;
  if (type === context.schema.getQueryType()) {
    if (name === '__schema') return SchemaMetaFieldDef;
    if (name === '__type') return TypeMetaFieldDef;
  }
  return type.getFields()[name];
};

const runtimeType = (
  { schema }: SelectionContext,
  type: GraphQLOutputType,
  value: unknown,
): GraphQLObjectType | undefined => {
  if (isObjectType(type)) return type;
  const name: unknown = (value as { __typename?: unknown }).__typename;
  const named = typeof name === 'string' ? schema.getType(name) : undefined;
  return isObjectType(named) ? named : undefined;
};

/** Executes; `resolve` gives the value of every field, or throws FieldFailure. */
export const execute = async (
  context: SelectionContext,
  operation: OperationDefinitionNode,
  resolve: ResolveField,
): Promise<ExecutionResult> => {
  const errors: AnswerError[] = [];
  const failed = new Set<string>();
  const report = (error: AnswerError): void => {
    failed.add(pathText(error.path ?? []));
    errors.push(error);
  };

  const completeObject = async (
    type: GraphQLObjectType,
    nodes: readonly { readonly selectionSet?: FieldNode['selectionSet'] }[],
    source: unknown,
    path: Path,
    serially = false,
  ): Promise<unknown> => {
    const sets = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
    const pending: (readonly [string, Promise<unknown>])[] = [];
    for (const [key, [first, ...others]] of collectFields(context, type, sets)) {
      const field = first && fieldOf(context, type, first.name.value);
      if (!field) continue;
      const value = completeField({ type, field, nodes: [first, ...others], source, path: [...path, key] });
      if (serially) await value;
      // Awaited below, but maybe after another has failed: until then a failure must not look unhandled.
      value.catch(() => undefined);
      pending.push([key, value]);
    }
    // Keys may be `__proto__`.
    const result = Object.create(null) as Record<string, unknown>;
    let nulled = false;
    for (const [key, promise] of pending) {
      const value = await promise;
      if (value === NULLED) nulled = true;
      else result[key] = value;
    }
    return nulled ? NULLED : result;
  };

  const completeField = async (call: FieldCall): Promise<unknown> => {
    const { type, field, nodes, path } = call;
    try {
      return await complete(type, field.type, nodes, await resolve(call, report), path);
    } catch (error) {
      if (!(error instanceof FieldFailure)) throw error;
      report(error.error);
      return isNonNullType(field.type) ? NULLED : null;
    }
  };

  const complete = async (
    parent: GraphQLObjectType,
    type: GraphQLOutputType,
    nodes: readonly FieldNode[],
    value: unknown,
    path: Path,
  ): Promise<unknown> => {
    const nullable = getNullableType(type);
    const completed =
      value === null || value === undefined ? null : await completeValue(parent, nullable, nodes, value, path);
    if (!isNonNullType(type)) return completed === NULLED ? null : completed;
    if (completed !== null) return completed;
    if (!failed.has(pathText(path))) {
      const message = `Cannot return null for non-nullable type: '${String(nullable)}' within parent '${parent.name}' (${pathText(path)})`;
      report(valueError(path, message));
    }
    return NULLED;
  };

  const mismatch = (path: Path, expected: 'LIST' | 'OBJECT', value: unknown): null => {
    const got = Array.isArray(value) ? 'LIST' : typeof value === 'object' ? 'OBJECT' : javaClass(value).toUpperCase();
    const message = `Can't resolve value (${pathText(path)}) : type mismatch error, expected type ${expected}, got ${got}`;
    report(valueError(path, message));
    return null;
  };

  const completeValue = async (
    parent: GraphQLObjectType,
    type: GraphQLOutputType,
    nodes: readonly FieldNode[],
    value: unknown,
    path: Path,
  ): Promise<unknown> => {
    if (isListType(type)) {
      if (!Array.isArray(value)) return mismatch(path, 'LIST', value);
      const items = await Promise.all(
        value.map((item, index) => complete(parent, type.ofType, nodes, item, [...path, index])),
      );
      return items.includes(NULLED) ? NULLED : items;
    }
    if (isLeafType(type)) {
      try {
        return parent.name.startsWith('__') ? type.serialize(value) : leafText(type, value);
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        report(valueError(path, `Can't serialize value (${pathText(path)}) : ${error.message}`));
        return null;
      }
    }
    const object = typeof value === 'object' && !Array.isArray(value) ? runtimeType(context, type, value) : undefined;
    return object ? completeObject(object, nodes, value, path) : mismatch(path, 'OBJECT', value);
  };

  const root = context.schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no ${operation.operation} type.`);
  const data = await completeObject(root, [operation], null, [], operation.operation === OperationTypeNode.MUTATION);
  return { data: data === NULLED ? null : data, errors };
};
