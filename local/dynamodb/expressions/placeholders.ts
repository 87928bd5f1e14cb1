/** The placeholders of a request: what `#n` and `:v` stand for, and which of them are used. */
import type { AttributeValue } from '../attributeValue.ts';
import { invalid } from '../dynamodbError.ts';
import { isReserved } from '../engine/reservedWords.ts';
import { foreignName } from '../names.ts';

/** ExpressionAttributeNames and ExpressionAttributeValues, as the request gives them. */
export interface PlaceholderParameters {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>> | undefined;
}

/** Looks up placeholders. `within` is the parameter that is being read, for messages. */
export interface Placeholders {
  name(reference: string, within: string): string;
  /** A word that stands for itself. */
  word(text: string, within: string): string;
  value(reference: string, within: string): AttributeValue;
  /** After all expressions are read. @throws DynamodbError when one was not used */
  finish(): void;
}

const mapOf = <T>(
  given: Readonly<Record<string, T>> | undefined,
  what: string,
  sign: '#' | ':',
): ReadonlyMap<string, T> => {
  const map = new Map(Object.entries(given ?? {}));
  if (given !== undefined && map.size === 0) throw invalid(`${what} must not be empty`);
  for (const key of map.keys()) {
    if (!key.startsWith(sign) || !/^[A-Za-z0-9_]+$/.test(key.slice(1))) {
      throw invalid(`${what} contains invalid key: Syntax error; key: "${key}"`);
    }
  }
  return map;
};

/** @throws DynamodbError for a placeholder that is not well formed */
export const placeholdersOf = (parameters: PlaceholderParameters, anyExpression: boolean): Placeholders => {
  const names = mapOf(parameters.ExpressionAttributeNames, 'ExpressionAttributeNames', '#');
  const values = mapOf(parameters.ExpressionAttributeValues, 'ExpressionAttributeValues', ':');
  for (const [what, map] of [
    ['ExpressionAttributeNames', names] as const,
    ['ExpressionAttributeValues', values] as const,
  ]) {
    if (map.size > 0 && !anyExpression) throw invalid(`${what} can only be specified when using expressions`);
  }
  const unused = new Map([
    ['ExpressionAttributeNames', new Set(names.keys())],
    ['ExpressionAttributeValues', new Set(values.keys())],
  ]);
  return {
    name: (reference, within) => {
      const name = names.get(reference);
      if (name === undefined) {
        throw invalid(
          `Invalid ${within}: An expression attribute name used in the document path is not defined; attribute name: ${reference}`,
        );
      }
      unused.get('ExpressionAttributeNames')?.delete(reference);
      return foreignName(name);
    },
    word: (text, within) => {
      if (isReserved(text)) {
        throw invalid(`Invalid ${within}: Attribute name is a reserved keyword; reserved keyword: ${text}`);
      }
      return foreignName(text);
    },
    value: (reference, within) => {
      const value = values.get(reference);
      if (value === undefined) {
        throw invalid(
          `Invalid ${within}: An expression attribute value used in expression is not defined; attribute value: ${reference}`,
        );
      }
      unused.get('ExpressionAttributeValues')?.delete(reference);
      return value;
    },
    finish: () => {
      for (const [what, keys] of unused) {
        if (keys.size > 0) {
          throw invalid(`Value provided in ${what} unused in expressions: keys: {${[...keys].join(', ')}}`);
        }
      }
    },
  };
};
