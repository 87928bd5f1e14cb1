/** Values as AppSync's messages show them: AppSync runs graphql-java, and its messages hold Java's names and texts. */
import { Kind } from 'graphql';
import type { ValueNode } from 'graphql';

const MAX_INT = 2 ** 31 - 1;

/** The Java class that a JSON value is read into. */
export const javaClass = (value: unknown): string => {
  if (Array.isArray(value)) return 'ArrayList';
  switch (typeof value) {
    case 'string':
      return 'String';
    case 'boolean':
      return 'Boolean';
    case 'number':
      if (!Number.isInteger(value)) return 'Double';
      if (Math.abs(value) <= MAX_INT) return 'Integer';
      return Math.abs(value) < 2 ** 63 ? 'Long' : 'BigInteger';
    default:
      return 'LinkedHashMap';
  }
};

/** Java's `toString()` of a JSON value: `{a=1, b=[x, y]}`. */
export const javaText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, member]) => `${key}=${javaText(member)}`);
    return `{${entries.join(', ')}}`;
  }
  return String(value);
};

/** graphql-java's `toString()` of a literal: `StringValue{value='x'}`. */
export const javaLiteral = (node: ValueNode): string => {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.INT:
    case Kind.FLOAT:
    case Kind.BOOLEAN: {
      const text = node.kind === Kind.STRING ? `'${node.value}'` : String(node.value);
      return `${node.kind}{value=${text}}`;
    }
    case Kind.ENUM:
      return `EnumValue{name='${node.value}'}`;
    case Kind.VARIABLE:
      return `VariableReference{name='${node.name.value}'}`;
    case Kind.LIST:
      return `ArrayValue{values=[${node.values.map(javaLiteral).join(', ')}]}`;
    case Kind.OBJECT: {
      const fields = node.fields.map(
        ({ name, value }) => `ObjectField{name='${name.value}', value=${javaLiteral(value)}}`,
      );
      return `ObjectValue{objectFields=[${fields.join(', ')}]}`;
    }
    default:
      return 'NullValue{}';
  }
};
