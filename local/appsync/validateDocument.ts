/** Validates a query with graphql-js's rules and words what they find as AppSync does. */
import * as graphql from 'graphql';
import { Kind, specifiedRules, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import type { ASTNode, DocumentNode, FieldNode, GraphQLError, GraphQLSchema, ValidationRule } from 'graphql';
import { InvalidQuery, requestError } from './errors.ts';
import type { AnswerError } from './errors.ts';
import { describeWrongValue } from './wrongValue.ts';
import type { NodePlaces } from './wrongValue.ts';

interface Found {
  readonly node: ASTNode | undefined;
  /** graphql-js's own message. */
  readonly message: string;
  readonly places: NodePlaces;
}

interface Wording {
  readonly rule: ValidationRule;
  /** graphql-java's ValidationErrorType. */
  readonly type: string;
  readonly describe: (found: Found) => string;
}

const nameOf = (node: ASTNode | undefined): string => (node && 'name' in node ? node.name.value : '');

// graphql-js quotes what graphql-java names otherwise: the first, second … text in double quotes.
const quoted = (message: string, index: number): string => [...message.matchAll(/"([^"]*)"/g)][index]?.[1] ?? '';

const named =
  (text: string) =>
  ({ node }: Found): string =>
    `${text} ${nameOf(node)}`;

const wordings: readonly Wording[] = [
  {
    rule: graphql.FieldsOnCorrectTypeRule,
    type: 'FieldUndefined',
    describe: ({ node, message }) => `Field '${nameOf(node)}' in type '${quoted(message, 1)}' is undefined`,
  },
  { rule: graphql.KnownArgumentNamesRule, type: 'UnknownArgument', describe: named('Unknown field argument') },
  {
    rule: graphql.ProvidedRequiredArgumentsRule,
    type: 'MissingFieldArgument',
    describe: ({ message }) => `Missing field argument ${quoted(message, 1)}`,
  },
  {
    rule: graphql.ScalarLeafsRule,
    type: 'SubSelectionRequired',
    describe: ({ node, message }) =>
      node?.kind === Kind.SELECTION_SET
        ? message
        : `Sub selection required for type ${quoted(message, 1).replace(/[[\]!]/g, '')} of field ${nameOf(node)}`,
  },
  {
    rule: graphql.KnownFragmentNamesRule,
    type: 'UndefinedFragment',
    describe: ({ message }) => `Undefined fragment ${quoted(message, 0)}`,
  },
  { rule: graphql.NoUnusedFragmentsRule, type: 'UnusedFragment', describe: named('Unused fragment') },
  {
    rule: graphql.KnownTypeNamesRule,
    type: 'UnknownType',
    describe: ({ message }) => `Unknown type ${quoted(message, 0)}`,
  },
  { rule: graphql.KnownDirectivesRule, type: 'UnknownDirective', describe: named('Unknown directive') },
  { rule: graphql.NoUndefinedVariablesRule, type: 'UndefinedVariable', describe: named('Undefined variable') },
  {
    rule: graphql.NoUnusedVariablesRule,
    type: 'UnusedVariable',
    describe: ({ message }) => `Unused variable ${quoted(message, 0).replace('$', '')}`,
  },
  { rule: graphql.ValuesOfCorrectTypeRule, type: 'WrongType', describe: describeWrongValue },
  {
    rule: graphql.VariablesInAllowedPositionRule,
    type: 'VariableTypeMismatch',
    describe: () => "Variable type doesn't match",
  },
  { rule: graphql.OverlappingFieldsCanBeMergedRule, type: 'FieldsConflict', describe: ({ message }) => message },
];

const worded = new Set(wordings.map(({ rule }) => rule));
const remaining: readonly Wording[] = specifiedRules
  .filter((rule) => !worded.has(rule))
  .map((rule) => ({ rule, type: 'InvalidSyntax', describe: ({ message }) => message }));

/** As when a schema's introspection is switched off in graphql-java: the types are there, but have no fields. */
const noIntrospection: ValidationRule = (context) => ({
  Field(node) {
    const parent = context.getParentType();
    if (!parent?.name.startsWith('__') || node.name.value === '__typename') return undefined;
    context.reportError(
      new graphql.GraphQLError(`Cannot query field "${node.name.value}" on type "${parent.name}".`, { nodes: [node] }),
    );
    return false;
  },
});

/** Notes of every node the field that it is in and the type that is wanted of it. */
const placesIn = (schema: GraphQLSchema, document: DocumentNode): NodePlaces => {
  const typeInfo = new TypeInfo(schema);
  const places: NodePlaces = new Map();
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      enter(node, _key, parent, _path, ancestors) {
        const above = [...ancestors, parent ?? [], node].flatMap((one) => ('kind' in one ? [one] : []));
        const fields = above.filter((one): one is FieldNode => one.kind === Kind.FIELD);
        const queryPath = fields.map(({ name }) => name.value).join('/');
        places.set(node, { queryPath, above, inputType: typeInfo.getInputType() ?? undefined });
      },
    }),
  );
  return places;
};

/**
 * Validates a query.
 *
 * @throws InvalidQuery with one error for each fault
 */
export const validateDocument = (schema: GraphQLSchema, document: DocumentNode, introspection: boolean): void => {
  const rules = introspection ? specifiedRules : [...specifiedRules, noIntrospection];
  if (validate(schema, document, rules).length === 0) return;

  // graphql-js does not say which rule an error is from, so each rule is asked again.
  const places = placesIn(schema, document);
  const wordingOf = (error: GraphQLError, { type, describe }: Wording): AnswerError => {
    const node = error.nodes?.[0];
    const queryPath = node ? places.get(node)?.queryPath : undefined;
    const at = queryPath === undefined || queryPath === '' ? '' : ` @ '${queryPath}'`;
    const text = describe({ node, message: error.message, places });
    return requestError(`Validation error of type ${type}: ${text}${at}`, error.nodes?.slice(0, 1) ?? null);
  };
  const asked: readonly Wording[] = [
    ...wordings,
    ...remaining,
    ...(introspection ? [] : wordings.slice(0, 1).map((wording) => ({ ...wording, rule: noIntrospection }))),
  ];
  throw new InvalidQuery(
    asked.flatMap((wording) => validate(schema, document, [wording.rule]).map((error) => wordingOf(error, wording))),
  );
};
