/** What a resolver's value becomes in the answer where the schema has a scalar or an enum. */
import { GraphQLError, isEnumType } from 'graphql';
import type { GraphQLLeafType } from 'graphql';
import { javaClass, javaText } from './javaText.ts';

const MAX_INT = 2 ** 31 - 1;

const isScalarValue = (value: unknown): boolean => typeof value !== 'object';

const builtIn = new Map<string, { accepts: (value: unknown) => boolean; write: (value: unknown) => unknown }>([
  ['Int', { accepts: (value) => Number.isInteger(value) && Math.abs(value as number) <= MAX_INT + 1, write: Number }],
  ['Float', { accepts: Number.isFinite, write: Number }],
  ['Boolean', { accepts: (value) => typeof value === 'boolean', write: Boolean }],
  // Java has a text for everything: an object becomes `{a=1}`, not an error.
  ['String', { accepts: () => true, write: javaText }],
  ['ID', { accepts: isScalarValue, write: javaText }],
]);

/**
 * The value as the answer holds it.
 *
 * @throws GraphQLError with graphql-java's message when the value is not of the type
 */
export const leafText = (type: GraphQLLeafType, value: unknown): unknown => {
  if (isEnumType(type)) {
    if (typeof value === 'string' && type.getValue(value)) return value;
    throw new GraphQLError(`Invalid input for Enum '${type.name}'. Unknown value '${javaText(value)}'`);
  }
  const rule = builtIn.get(type.name);
  if (rule === undefined) return type.serialize(value);
  if (rule.accepts(value)) return rule.write(value);
  throw new GraphQLError(`Expected type '${type.name}' but was '${javaClass(value)}'.`);
};
