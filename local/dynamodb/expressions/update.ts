/**
 * Reads an UpdateExpression.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
import { typeOf } from '../attributeValue.ts';
import type { Parser } from './parser.ts';
import { parserOf, parseWhole } from './parser.ts';
import type { Placeholders } from './placeholders.ts';
import { checkPaths } from './projection.ts';
import type { Assigned, UpdateAction } from './syntax.ts';

const operand = (parser: Parser): Assigned => {
  const token = parser.next();
  if (token.kind === 'valueRef') {
    return { kind: 'value', value: parser.placeholders.value(parser.advance().text, parser.within) };
  }
  if (token.kind !== 'name' || !parser.follows('(')) return { kind: 'path', path: parser.path() };
  if (token.text !== 'if_not_exists' && token.text !== 'list_append') {
    return parser.refuse(`Invalid function name; function: ${token.text}`);
  }
  parser.operator();
  parser.advance();
  parser.expect('(');
  const read = (): Assigned => {
    if (token.text === 'if_not_exists') {
      const path = parser.path();
      parser.expect(',');
      return { kind: 'ifNotExists', path, otherwise: operand(parser) };
    }
    const left = operand(parser);
    parser.expect(',');
    return { kind: 'listAppend', left, right: operand(parser) };
  };
  const call = parser.nested(read);
  parser.expect(')');
  return call;
};

/** One plus or minus at most, and parentheses around the whole only. */
const sum = (parser: Parser): Assigned => {
  if (parser.take('(')) {
    const inner = parser.nested(() => sum(parser));
    parser.expect(')');
    return inner;
  }
  const left = operand(parser);
  const kind = parser.take('+') ? 'plus' : parser.take('-') ? 'minus' : undefined;
  if (kind === undefined) return left;
  parser.operator();
  return { kind, left, right: operand(parser) };
};

const setTypes = { ADD: ['N', 'SS', 'NS', 'BS'], DELETE: ['SS', 'NS', 'BS'] };

const readAction: Readonly<Record<UpdateAction['kind'], (parser: Parser) => UpdateAction>> = {
  SET: (parser) => {
    const path = parser.path();
    parser.expect('=');
    parser.operator();
    return { kind: 'SET', path, to: sum(parser) };
  },
  REMOVE: (parser) => ({ kind: 'REMOVE', path: parser.path() }),
  ADD: (parser) => valueAction('ADD', parser),
  DELETE: (parser) => valueAction('DELETE', parser),
};

const valueAction = (kind: 'ADD' | 'DELETE', parser: Parser): UpdateAction => {
  const path = parser.path();
  const token = parser.next();
  if (token.kind !== 'valueRef') return parser.fail();
  const value = parser.placeholders.value(parser.advance().text, parser.within);
  if (!setTypes[kind].includes(typeOf(value))) {
    parser.refuse(`Incorrect operand type for operator or function; operator: ${kind}, operand type: ${typeOf(value)}`);
  }
  return { kind, path, value };
};

const clauses = Object.keys(readAction) as UpdateAction['kind'][];

const update = (parser: Parser): readonly UpdateAction[] => {
  const actions: UpdateAction[] = [];
  const seen = new Set<string>();
  do {
    const clause = clauses.find((word) => parser.takeWord(word)) ?? parser.fail();
    if (seen.has(clause)) {
      parser.refuse(`The "${clause}" section can only be used once in an update expression;`);
    }
    seen.add(clause);
    do actions.push(readAction[clause](parser));
    while (parser.take(','));
  } while (parser.next().kind !== 'end');
  return actions;
};

/** @throws DynamodbError for what is not exactly an update */
export const parseUpdate = (expression: string, placeholders: Placeholders): readonly UpdateAction[] => {
  const parser = parserOf(expression, 'UpdateExpression', placeholders);
  const actions = parseWhole(parser, update);
  checkPaths(
    parser,
    actions.map(({ path }) => path),
  );
  return actions;
};
