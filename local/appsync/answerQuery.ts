/** Answers a GraphQL request: parse, validate, read variables, execute, within the API's limits. */
import { getArgumentValues, GraphQLError, isIntrospectionType, Kind, parse } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLArgument, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { GraphqlApi } from '../service.ts';
import type { Identity } from './authenticate.ts';
import { createAuthorizer } from './authorize.ts';
import { coerceVariables } from './coerceVariables.ts';
import { fieldError, InvalidQuery, requestError, unparsable } from './errors.ts';
import { execute, FieldFailure } from './execute.ts';
import type { ExecutionResult, FieldCall, ResolveField } from './execute.ts';
import type { GraphqlRequest } from './graphqlRequest.ts';
import { selected, selectionSetGraphQL, selectionSetList } from './selection.ts';
import type { SelectionContext } from './selection.ts';
import { notAuthorized } from './unitResolver.ts';
import type { RunResolver } from './unitResolver.ts';
import { validateDocument } from './validateDocument.ts';

/** Who asks, and with which headers. */
export interface Sender {
  readonly identity: Identity;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

// graphql-java's own limit; nesting is bounded by it too.
const MAX_TOKENS = 15_000;
// https://docs.aws.amazon.com/appsync/latest/devguide/configuration-limits.html: 0 is "not set".
const DEFAULT_RESOLVERS = 10_000;

const parseQuery = (query: string): DocumentNode => {
  try {
    return parse(query, { maxTokens: MAX_TOKENS });
  } catch {
    // A syntax error, or a query nested so deep that the parser's stack ends.
    throw unparsable();
  }
};

const operationOf = (schema: GraphQLSchema, document: DocumentNode, name: string | null): OperationDefinitionNode => {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const found = name === null ? operations : operations.filter((operation) => operation.name?.value === name);
  const [operation, another] = found;
  if (operation && !another) {
    if (schema.getRootType(operation.operation)) return operation;
    throw new InvalidQuery([requestError(`Schema is not configured for ${operation.operation}s.`, [operation])]);
  }
  const message = operation
    ? 'Must provide operation name if query contains multiple operations.'
    : `Unknown operation named '${String(name)}'.`;
  throw new InvalidQuery([requestError(message, null)]);
};

/** A field's arguments. One given by a variable that is not set is null, where GraphQL would leave it out. */
const argumentsOf = (
  field: { readonly args: readonly GraphQLArgument[] },
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const values = getArgumentValues(field as Parameters<typeof getArgumentValues>[0], node, variables);
  for (const { name, value } of node.arguments ?? []) {
    const unset = value.kind === Kind.VARIABLE && !Object.hasOwn(variables, value.name.value);
    if (unset && !Object.hasOwn(values, name.value)) values[name.value] = null;
  }
  return values;
};

/**
 * Makes the engine of an API.
 *
 * @param resolvers by `type.field`; a field without one is read from its parent's value
 * @returns throws InvalidQuery for what does not run, RefusedRequest for what is not GraphQL
 */
export const createEngine = (
  api: Pick<GraphqlApi, 'introspection' | 'queryDepthLimit' | 'resolverCountLimit'>,
  schema: GraphQLSchema,
  resolvers: ReadonlyMap<string, RunResolver>,
): ((request: GraphqlRequest, sender: Sender) => Promise<ExecutionResult>) => {
  const isAuthorized = createAuthorizer(schema);
  const maxDepth = api.queryDepthLimit === 0 ? Infinity : api.queryDepthLimit;
  const maxResolvers = api.resolverCountLimit === 0 ? DEFAULT_RESOLVERS : api.resolverCountLimit;

  return async (request, sender) => {
    const document = parseQuery(request.query);
    const operation = operationOf(schema, document, request.operationName);
    validateDocument(schema, document, api.introspection);
    const variables = coerceVariables(schema, operation, request.variables);
    const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    const context: SelectionContext = {
      schema,
      fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
      variables,
    };
    let resolversRun = 0;

    const limit = ({ path, nodes: [node] }: FieldCall, type: string, message: string): FieldFailure =>
      new FieldFailure(fieldError(path, node, { type, message }));

    const resolve: ResolveField = (call, append) => {
      const { type, field, nodes, source, path } = call;
      const [node] = nodes;
      const place = { type: type.name, field: field.name, node, path };
      if (isIntrospectionType(type) || field.name.startsWith('__')) {
        const info = { schema, parentType: type } as unknown as Parameters<NonNullable<typeof field.resolve>>[3];
        return field.resolve?.(source, argumentsOf(field, node, variables), undefined, info);
      }
      if (!isAuthorized(type, field.name, sender.identity)) throw notAuthorized(place);
      // Lists are no level of their own.
      if (path.filter((part) => typeof part === 'string').length > maxDepth) {
        throw limit(call, 'QueryDepthLimitReached', 'Query depth limit reached.');
      }
      const resolver = resolvers.get(`${type.name}.${field.name}`);
      if (!resolver) {
        const isObject = typeof source === 'object' && source !== null && Object.hasOwn(source, field.name);
        return isObject ? (source as Record<string, unknown>)[field.name] : null;
      }
      resolversRun += 1;
      if (resolversRun > maxResolvers) {
        throw limit(call, 'ResolverExecutionLimitReached', 'Resolver invocation limit reached.');
      }
      const resolverContext = {
        arguments: argumentsOf(field, node, variables),
        identity: sender.identity,
        source: source ?? null,
        request: { headers: sender.headers, domainName: null },
        info: {
          fieldName: field.name,
          parentTypeName: type.name,
          variables,
          selectionSetList: selectionSetList(context, nodes),
          selectionSetGraphQL: selectionSetGraphQL(nodes),
        },
      };
      return resolver(resolverContext, { ...place, select: (value) => selected(context, nodes, value) }, append);
    };
    try {
      return await execute(context, operation, resolve);
    } catch (error) {
      // A literal that only its variables make wrong.
      if (error instanceof GraphQLError) throw new InvalidQuery([requestError(error.message, error.nodes ?? null)]);
      throw error;
    }
  };
};
