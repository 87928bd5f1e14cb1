/** What the three expression grammars share: reading tokens one by one, paths, and errors in DynamoDB's words. */
import { invalid } from '../dynamodbError.ts';
import type { Token } from './lexer.ts';
import { tokensOf } from './lexer.ts';
import type { Placeholders } from './placeholders.ts';
import type { Path } from './syntax.ts';

/** Bytes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
const maxSize = 4096;
/** How deep parentheses and functions may be nested here; DynamoDB has no documented limit but its 300 operators. */
const maxDepth = 32;
const maxOperators = 300;
/** List indexes of more digits mean nothing: a list of 400 KB cannot be that long. */
const maxIndexDigits = 9;

/** Reads one expression. */
export interface Parser {
  /** The parameter that is being read. */
  readonly within: string;
  readonly placeholders: Placeholders;
  next(): Token;
  /** Whether the next token is this mark. */
  at(mark: string): boolean;
  /** Whether the next token is this word, in any case. */
  atWord(word: string): boolean;
  /** Takes the next token if it is this mark. */
  take(mark: string): boolean;
  takeWord(word: string): boolean;
  expect(mark: string): void;
  expectWord(word: string): void;
  advance(): Token;
  /** Whether the token after the next is this mark. */
  follows(mark: string): boolean;
  path(): Path;
  /** Counts an operator. @throws DynamodbError for too many */
  operator(): void;
  /** @throws DynamodbError for too deep a nesting */
  nested<T>(read: () => T): T;
  fail(): never;
  /** An error about the meaning of what was read. */
  refuse(message: string): never;
}

/** @throws DynamodbError for an expression that is empty or too long */
export const parserOf = (expression: string, within: string, placeholders: Placeholders): Parser => {
  const refuse = (message: string): never => {
    throw invalid(`Invalid ${within}: ${message}`);
  };
  if (expression === '') refuse('The expression can not be empty;');
  const size = Buffer.byteLength(expression);
  if (size > maxSize) {
    refuse(`Expression size has exceeded the maximum allowed size; expression size: ${String(size)}`);
  }
  const tokens = tokensOf(expression);
  let position = 0;
  let depth = 0;
  let operators = 0;
  const peek = (ahead = 0): Token => tokens[Math.min(position + ahead, tokens.length - 1)] as Token;
  const isMark = (token: Token, mark: string) => token.kind === 'mark' && token.text === mark;
  const isWord = (token: Token, word: string) => token.kind === 'name' && token.text.toUpperCase() === word;
  const parser: Parser = {
    within,
    placeholders,
    next: () => peek(),
    at: (mark) => isMark(peek(), mark),
    atWord: (word) => isWord(peek(), word),
    take: (mark) => parser.at(mark) && (parser.advance(), true),
    takeWord: (word) => parser.atWord(word) && (parser.advance(), true),
    expect: (mark) => {
      if (!parser.take(mark)) parser.fail();
    },
    expectWord: (word) => {
      if (!parser.takeWord(word)) parser.fail();
    },
    advance: () => {
      const token = peek();
      if (position < tokens.length - 1) position += 1;
      return token;
    },
    follows: (mark) => isMark(peek(1), mark),
    path: () => {
      const elements: [string, ...(string | number)[]] = [element()];
      for (;;) {
        if (parser.take('.')) {
          elements.push(element());
        } else if (parser.take('[')) {
          const index = parser.next();
          if (index.kind !== 'index' || index.text.length > maxIndexDigits) parser.fail();
          parser.advance();
          elements.push(Number(index.text));
          parser.expect(']');
        } else return elements;
      }
    },
    operator: () => {
      operators += 1;
      if (operators > maxOperators) {
        refuse(
          `The expression contains too many operators; operator count: ${String(operators)}, maximum: ${String(maxOperators)}`,
        );
      }
    },
    nested: (read) => {
      depth += 1;
      if (depth > maxDepth) refuse(`The expression is nested more than ${String(maxDepth)} deep. Write it flatter.`);
      const result = read();
      depth -= 1;
      return result;
    },
    fail: () => {
      const token = peek();
      const text = token.kind === 'end' ? '<EOF>' : token.text;
      const before = tokens[position - 1]?.at ?? 0;
      const after = peek(1);
      const near = expression.slice(before, after.at + after.text.length);
      return refuse(`Syntax error; token: "${text}", near: "${near}"`);
    },
    refuse,
  };
  const element = (): string => {
    const token = parser.next();
    if (token.kind === 'nameRef') return placeholders.name(parser.advance().text, within);
    if (token.kind === 'name') return placeholders.word(parser.advance().text, within);
    return parser.fail();
  };
  return parser;
};

/** Reads a whole expression: nothing may be left over. */
export const parseWhole = <T>(parser: Parser, read: (parser: Parser) => T): T => {
  const result = read(parser);
  if (parser.next().kind !== 'end') parser.fail();
  return result;
};
