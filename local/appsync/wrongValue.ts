/** Words a literal of the wrong type as graphql-java does: `argument 'a.b' with value 'IntValue{value=1}' is not a valid 'String'`. */
import { isEnumType, Kind } from 'graphql';
import type { ASTNode, GraphQLInputType, ValueNode } from 'graphql';
import { javaLiteral } from './javaText.ts';

/** Of each node of a query: the fields down to it, the nodes down to it (itself included), the type wanted of it. */
export type NodePlaces = Map<
  ASTNode,
  { readonly queryPath: string; readonly above: readonly ASTNode[]; readonly inputType: GraphQLInputType | undefined }
>;

const quotedName = (type: GraphQLInputType | undefined): string => String(type ?? '').replace(/[[\]!]/g, '');

const argumentPath = (above: readonly ASTNode[]): string =>
  above
    .flatMap((node) => (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD ? [node.name.value] : []))
    .join('.');

const valueIn = (node: ASTNode | undefined): ValueNode | undefined => {
  if (node?.kind === Kind.ARGUMENT || node?.kind === Kind.OBJECT_FIELD) return node.value;
  return node as ValueNode | undefined;
};

/** The text for what graphql-js's ValuesOfCorrectTypeRule found. */
export const describeWrongValue = ({
  node,
  message,
  places,
}: {
  readonly node: ASTNode | undefined;
  readonly message: string;
  readonly places: NodePlaces;
}): string => {
  const place = node && places.get(node);
  const value = valueIn(node);
  if (!place || !value) return message;
  const [, unknownField, inputType] = /^Field "([^"]*)" is not defined by type "([^"]*)"/.exec(message) ?? [];
  const [, missingField] = /^Field "[^".]*\.([^"]*)" of required type/.exec(message) ?? [];
  if (unknownField !== undefined) {
    // The literal that holds the field is meant, not the field.
    const holder = place.above.findLast((one) => one.kind === Kind.OBJECT);
    const text = holder ? javaLiteral(holder) : '';
    return `argument '${argumentPath(place.above.slice(0, -1))}' with value '${text}' contains a field not in '${String(inputType)}': '${unknownField}'`;
  }
  const subject = `argument '${argumentPath(place.above)}' with value '${javaLiteral(value)}'`;
  if (missingField !== undefined) return `${subject} is missing required fields '[${missingField}]'`;
  const type = place.inputType;
  const reason =
    isEnumType(type) && value.kind === Kind.ENUM
      ? ` - Expected enum literal value not in allowable values -  '${javaLiteral(value)}'.`
      : '';
  return `${subject} is not a valid '${quotedName(type)}'${reason}`;
};
