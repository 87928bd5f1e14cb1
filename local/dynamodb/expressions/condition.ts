/**
 * Reads ConditionExpression and FilterExpression.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
import type { AttributeType } from '../attributeValue.ts';
import { typeOf } from '../attributeValue.ts';
import type { Parser } from './parser.ts';
import { parserOf, parseWhole } from './parser.ts';
import type { Placeholders } from './placeholders.ts';
import type { Comparator, Condition, Operand, Path } from './syntax.ts';

const comparators: readonly string[] = ['=', '<>', '<', '<=', '>', '>='] satisfies Comparator[];
const types: ReadonlySet<string> = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M']);

/** A literal of a type that an operator cannot have is refused before anything is compared. */
const checkType = (parser: Parser, operator: string, allowed: readonly AttributeType[], ...operands: Operand[]) => {
  for (const operand of operands) {
    if (operand.kind === 'value' && !allowed.includes(typeOf(operand.value))) {
      parser.refuse(
        `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(operand.value)}`,
      );
    }
  }
};

const operand = (parser: Parser): Operand => {
  const token = parser.next();
  if (token.kind === 'valueRef') {
    return { kind: 'value', value: parser.placeholders.value(parser.advance().text, parser.within) };
  }
  // Function names are exact: only keywords may be written in any case.
  if (token.kind === 'name' && token.text === 'size' && parser.follows('(')) {
    parser.operator();
    parser.advance();
    parser.expect('(');
    const path = parser.path();
    parser.expect(')');
    return { kind: 'size', path };
  }
  return { kind: 'path', path: parser.path() };
};

type Read = (parser: Parser) => Condition;

const exists =
  (expected: boolean): Read =>
  (parser) => ({ kind: 'exists', path: parser.path(), exists: expected });

const functions: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['attribute_exists', exists(true)],
  ['attribute_not_exists', exists(false)],
  [
    'attribute_type',
    (parser) => {
      const path: Path = parser.path();
      parser.expect(',');
      const type = operand(parser);
      if (type.kind !== 'value') return parser.fail();
      checkType(parser, 'attribute_type', ['S'], type);
      const name = type.value.S ?? '';
      if (!types.has(name))
        parser.refuse(`Invalid attribute type name found; type: ${name}, valid types: {${[...types].join(',')}}`);
      return { kind: 'type', path, type: name as AttributeType };
    },
  ],
  [
    'begins_with',
    (parser) => {
      const whole = operand(parser);
      parser.expect(',');
      const part = operand(parser);
      checkType(parser, 'begins_with', ['S', 'B'], whole, part);
      return { kind: 'beginsWith', operand: whole, part };
    },
  ],
  [
    'contains',
    (parser) => {
      const whole = operand(parser);
      parser.expect(',');
      return { kind: 'contains', operand: whole, part: operand(parser) };
    },
  ],
]);

const ordered: readonly AttributeType[] = ['S', 'N', 'B'];

const comparison: Read = (parser) => {
  const left = operand(parser);
  parser.operator();
  if (parser.takeWord('BETWEEN')) {
    const low = operand(parser);
    parser.expectWord('AND');
    const high = operand(parser);
    checkType(parser, 'BETWEEN', ordered, left, low, high);
    return { kind: 'between', operand: left, low, high };
  }
  if (parser.takeWord('IN')) {
    parser.expect('(');
    const candidates = [operand(parser)];
    while (parser.take(',')) candidates.push(operand(parser));
    parser.expect(')');
    if (candidates.length > 100)
      parser.refuse(
        `The IN operator is provided with too many operands; number of operands: ${String(candidates.length)}`,
      );
    return { kind: 'in', operand: left, candidates };
  }
  const token = parser.next();
  if (token.kind !== 'mark' || !comparators.includes(token.text)) return parser.fail();
  parser.advance();
  const right = operand(parser);
  const comparator = token.text as Comparator;
  if (comparator !== '=' && comparator !== '<>') checkType(parser, comparator, ordered, left, right);
  return { kind: 'compare', comparator, left, right };
};

const primary: Read = (parser) => {
  if (parser.take('(')) {
    const inner = parser.nested(() => either(parser));
    parser.expect(')');
    return inner;
  }
  const token = parser.next();
  if (token.kind === 'name' && parser.follows('(') && token.text !== 'size') {
    const read = functions.get(token.text);
    if (read === undefined) return parser.refuse(`Invalid function name; function: ${token.text}`);
    parser.operator();
    parser.advance();
    parser.expect('(');
    const condition = read(parser);
    parser.expect(')');
    return condition;
  }
  return comparison(parser);
};

const negation: Read = (parser) => {
  if (!parser.takeWord('NOT')) return primary(parser);
  parser.operator();
  return { kind: 'not', condition: parser.nested(() => negation(parser)) };
};

const chain =
  (kind: 'and' | 'or', read: Read): Read =>
  (parser) => {
    let left = read(parser);
    while (parser.takeWord(kind.toUpperCase())) {
      parser.operator();
      left = { kind, left, right: read(parser) };
    }
    return left;
  };

const both = chain('and', negation);
const either: Read = (parser) => chain('or', both)(parser);

/** @throws DynamodbError for what is not exactly a condition */
export const parseCondition = (expression: string, within: string, placeholders: Placeholders): Condition =>
  parseWhole(parserOf(expression, within, placeholders), either);
