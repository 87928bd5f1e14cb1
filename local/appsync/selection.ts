/** What a query selects of a value: grouped for execution, and as a resolver sees it in `ctx.info`. */
import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  print,
  typeFromAST,
} from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';

/** What reading a selection needs of the request. */
export interface SelectionContext {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The key of a field in the answer. */
const responseKey = ({ alias, name }: FieldNode): string => (alias ?? name).value;

const isIncluded = ({ variables }: SelectionContext, node: SelectionNode): boolean =>
  getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] !== true &&
  getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;

/**
 * The fields selected, by response key, in order. Several selections of one key are executed as one field.
 *
 * @param type null: whatever the type turns out to be
 */
export const collectFields = (
  context: SelectionContext,
  type: GraphQLObjectType | null,
  sets: readonly SelectionSetNode[],
): Map<string, FieldNode[]> => {
  const { schema, fragments } = context;
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const applies = (condition: FragmentDefinitionNode['typeCondition'] | undefined): boolean => {
    if (!condition || !type) return true;
    const conditional = typeFromAST(schema, condition);
    return conditional === type || (isAbstractType(conditional) && schema.isSubType(conditional, type));
  };
  const collect = (set: SelectionSetNode): void => {
    for (const node of set.selections) {
      if (!isIncluded(context, node)) continue;
      if (node.kind === Kind.FIELD) {
        const key = responseKey(node);
        fields.set(key, [...(fields.get(key) ?? []), node]);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        if (applies(node.typeCondition)) collect(node.selectionSet);
      } else if (!visited.has(node.name.value)) {
        visited.add(node.name.value);
        const fragment = fragments.get(node.name.value);
        if (fragment && applies(fragment.typeCondition)) collect(fragment.selectionSet);
      }
    }
  };
  sets.forEach(collect);
  return fields;
};

const setsOf = (nodes: readonly FieldNode[]): SelectionSetNode[] =>
  nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));

/** `ctx.info.selectionSetList`: `["a", "b", "b/c"]`, aliases in place of names. */
export const selectionSetList = (context: SelectionContext, nodes: readonly FieldNode[], prefix = ''): string[] =>
  [...collectFields(context, null, setsOf(nodes))].flatMap(([key, children]) => [
    `${prefix}${key}`,
    ...selectionSetList(context, children, `${prefix}${key}/`),
  ]);

/** `ctx.info.selectionSetGraphQL`: the selection as text, braces included. */
export const selectionSetGraphQL = (nodes: readonly FieldNode[]): string => setsOf(nodes).map(print).join(' ');

/** The part of an error's `data` that the field's selection asks for, under its names. */
export const selected = (context: SelectionContext, nodes: readonly FieldNode[], value: unknown): unknown => {
  const sets = setsOf(nodes);
  if (sets.length === 0 || typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map((item) => selected(context, nodes, item));
  const result = Object.create(null) as Record<string, unknown>;
  for (const [key, children] of collectFields(context, null, sets)) {
    const name = children[0]?.name.value ?? key;
    if (Object.hasOwn(value, name)) result[key] = selected(context, children, (value as Record<string, unknown>)[name]);
  }
  return result;
};
