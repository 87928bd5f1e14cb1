/**
 * Reads a ProjectionExpression.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html
 */
import type { Parser } from './parser.ts';
import { parserOf, parseWhole } from './parser.ts';
import type { Placeholders } from './placeholders.ts';
import type { Path } from './syntax.ts';

const written = (path: Path) =>
  `[${path.map((element) => (typeof element === 'number' ? `[${String(element)}]` : element)).join(', ')}]`;

/** Two paths may neither be the same or one inside the other, nor take one thing for a list and for a map. @throws DynamodbError */
export const checkPaths = (parser: Parser, paths: readonly Path[]): void => {
  interface Node {
    readonly by: Path;
    readonly below: Map<string | number, Node>;
    ends: boolean;
  }
  const nodeOf = (by: Path): Node => ({ by, below: new Map(), ends: false });
  const root = nodeOf(['']);
  const clash = (what: string, one: Path, two: Path) =>
    parser.refuse(
      `Two document paths ${what} with each other; must remove or rewrite one of these paths; path one: ${written(one)}, path two: ${written(two)}`,
    );
  for (const path of paths) {
    let node = root;
    for (const element of path) {
      if (node.ends) clash('overlap', node.by, path);
      const [sibling] = node.below;
      if (sibling !== undefined && typeof sibling[0] !== typeof element) clash('conflict', sibling[1].by, path);
      const below = node.below.get(element) ?? nodeOf(path);
      node.below.set(element, below);
      node = below;
    }
    if (node.ends || node.below.size > 0) clash('overlap', node.by, path);
    node.ends = true;
  }
};

const paths = (parser: Parser): readonly Path[] => {
  const found = [parser.path()];
  while (parser.take(',')) found.push(parser.path());
  return found;
};

/** @throws DynamodbError for what is not exactly a list of paths */
export const parseProjection = (expression: string, placeholders: Placeholders): readonly Path[] => {
  const parser = parserOf(expression, 'ProjectionExpression', placeholders);
  const found = parseWhole(parser, paths);
  checkPaths(parser, found);
  return found;
};
