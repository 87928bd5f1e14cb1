/** Reads a request's variables with AppSync's messages. */
import {
  GraphQLError,
  isEnumType,
  isInputType,
  isListType,
  isNonNullType,
  isScalarType,
  typeFromAST,
  valueFromAST,
} from 'graphql';
import type {
  GraphQLInputObjectType,
  GraphQLInputType,
  GraphQLSchema,
  OperationDefinitionNode,
  VariableDefinitionNode,
} from 'graphql';
import { InvalidQuery, requestError } from './errors.ts';
import { javaClass, javaText } from './javaText.ts';

type Values = Record<string, unknown>;

// Names come from the request: `__proto__` must be a key like any other.
const emptyValues = (): Values => Object.create(null) as Values;

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The values of an operation's variables. One that was not given and has no default is left out.
 *
 * @throws InvalidQuery
 */
export const coerceVariables = (schema: GraphQLSchema, operation: OperationDefinitionNode, given: Values): Values => {
  const coerceOne = (definition: VariableDefinitionNode, topType: GraphQLInputType, topValue: unknown): unknown => {
    const variable = definition.variable.name.value;
    const invalid = (name: string, reason: string): InvalidQuery =>
      new InvalidQuery([requestError(`Variable '${name}' has an invalid value. ${reason}`, [definition])]);

    const coerceObject = (type: GraphQLInputObjectType, value: unknown, name: string): Values => {
      if (!isRecord(value)) {
        const was = `Expected type 'Map' but was '${javaClass(value)}'.`;
        throw invalid(name, `${was} Variables for input objects must be an instance of type 'Map'.`);
      }
      const fields = type.getFields();
      if (Object.keys(value).some((key) => !Object.hasOwn(fields, key))) {
        const message = `The variables input contains a field that is not defined for input object type '${type.name}' `;
        throw new InvalidQuery([requestError(message, null)]);
      }
      const result = emptyValues();
      for (const field of Object.values(fields)) {
        if (Object.hasOwn(value, field.name)) result[field.name] = coerce(field.type, value[field.name], field.name);
        else if (field.defaultValue !== undefined) result[field.name] = field.defaultValue;
        else if (isNonNullType(field.type)) coerce(field.type, null, field.name);
      }
      return result;
    };

    // `name` is that of the innermost input field: AppSync names it instead of the variable where a value is wrong.
    const coerce = (type: GraphQLInputType, value: unknown, name: string): unknown => {
      if (isNonNullType(type)) {
        if (value !== null && value !== undefined) return coerce(type.ofType, value, name);
        const message = `Variable '${variable}' has coerced Null value for NonNull type '${String(type)}'`;
        throw new InvalidQuery([requestError(message, [definition])]);
      }
      if (value === null || value === undefined) return null;
      if (isListType(type))
        return (Array.isArray(value) ? value : [value]).map((item) => coerce(type.ofType, item, name));
      if (isEnumType(type)) {
        if (typeof value === 'string' && type.getValue(value)) return value;
        throw invalid(name, `Invalid input for Enum '${type.name}'. No value found for name '${javaText(value)}'`);
      }
      if (!isScalarType(type)) return coerceObject(type, value, name);
      try {
        return type.parseValue(value);
      } catch (error) {
        const own = type.name.startsWith('AWS') && error instanceof GraphQLError;
        throw invalid(name, own ? error.message : `Expected type '${type.name}' but was '${javaClass(value)}'.`);
      }
    };
    return coerce(topType, topValue, variable);
  };

  const values = emptyValues();
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) continue;
    if (Object.hasOwn(given, name)) values[name] = coerceOne(definition, type, given[name]);
    else if (definition.defaultValue) values[name] = valueFromAST(definition.defaultValue, type);
    else if (isNonNullType(type)) coerceOne(definition, type, null);
  }
  return values;
};
