/**
 * ARN patterns: of the Resource element, and of the Arn… condition operators. The two do not follow the same rule.
 *
 * Resource (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html): wildcards stand
 * within a segment, "if the * wildcard is the last character of a resource ARN segment, it can expand to match beyond the
 * colon boundaries". So `arn:aws:s3:*` matches every S3 ARN, and in `arn:aws:s*3:::b` the star stops at a colon.
 * Behind the fifth colon everything is the resource's own text, where a colon is a character like any other (it may be in
 * an S3 key): wildcards are free there.
 *
 * Arn… operators (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html):
 * "each of the six colon-delimited components of the ARN is checked separately". The sixth is all that follows.
 */
import { memo } from './memo.ts';
import { PolicyError, shown } from './policyError.ts';
import type { ValueTest } from './valueTest.ts';
import { testOf } from './valueTest.ts';
import type { Part } from './variables.ts';
import { isConstant, parseValue } from './variables.ts';
import type { Matcher, Token } from './wildcard.ts';
import { compileWildcards } from './wildcard.ts';

const COLONS = 5;
const colonsIn = (text: string): number => text.split(':').length - 1;

/** Keeps the wildcards before the fifth colon to their segment, but for a star at a segment's end. */
const keepToSegments = (parts: readonly Part[], value: string, path: string): readonly Part[] => {
  let colons = 0;
  const kept = parts.map((part, i): Part => {
    if ('literal' in part) colons += colonsIn(part.literal);
    if ('literal' in part || colons >= COLONS) return part;
    if ('key' in part) {
      throw new PolicyError(
        path,
        `${shown(value)} has a variable before the fifth colon, where IAM takes none. Write that part out.`,
      );
    }
    const next = parts[i + 1];
    const endsSegment = next === undefined || ('literal' in next && next.literal.startsWith(':'));
    return part.wildcard === '*' && endsSegment ? part : { ...part, within: 'segment' };
  });
  const last = parts.at(-1);
  if (colons < COLONS && !(last !== undefined && 'wildcard' in last && last.wildcard === '*')) {
    throw new PolicyError(
      path,
      `${shown(value)} is not an ARN: it has ${String(colons + 1)} of six parts and no * at its end.`,
    );
  }
  return kept;
};

const compileResource =
  (variables: boolean) =>
  (value: string, path: string): ValueTest => {
    if (value === '*') return () => true;
    if (!value.startsWith('arn:')) throw new PolicyError(path, `${shown(value)} is neither an ARN nor *.`);
    return testOf(
      keepToSegments(parseValue(value, { variables, wildcards: true }, path), value, path),
      compileWildcards,
    );
  };

const resourceWithVariables = memo(compileResource(true));
const resourceWithout = memo(compileResource(false));

/** A value of Resource or NotResource. Variables: only behind the fifth colon. Case-sensitive. */
export const resourceTest = (value: string, path: string, variables: boolean): ValueTest =>
  (variables ? resourceWithVariables : resourceWithout)(value, path);

/** The tokens of the six components; undefined when there are fewer. */
const componentsOf = (tokens: readonly Token[]): readonly (readonly Token[])[] | undefined => {
  const components: Token[][] = [[]];
  for (const token of tokens) {
    let rest: Token = token;
    while ('literal' in rest && components.length <= COLONS && rest.literal.includes(':')) {
      const colon: number = rest.literal.indexOf(':');
      components.at(-1)?.push({ literal: rest.literal.slice(0, colon) });
      components.push([]);
      rest = { literal: rest.literal.slice(colon + 1) };
    }
    components.at(-1)?.push(rest);
  }
  return components.length > COLONS ? components : undefined;
};

const compileArn = (tokens: readonly Token[]): Matcher => {
  const matchers = componentsOf(tokens)?.map(compileWildcards);
  if (matchers === undefined) return () => false;
  return (text) => {
    const parts = text.split(':');
    if (parts.length <= COLONS) return false;
    const components = [...parts.slice(0, COLONS), parts.slice(COLONS).join(':')];
    return matchers.every((matches, i) => matches(components[i] ?? ''));
  };
};

/** A value of an Arn… operator; ArnEquals and ArnLike are the same. Variables: anywhere, their colons part ARNs like others. */
export const arnTest = (value: string, path: string, variables: boolean): ValueTest => {
  const parts = parseValue(value, { variables, wildcards: true }, path);
  if (isConstant(parts) && componentsOf(parts) === undefined) {
    throw new PolicyError(
      path,
      `${shown(value)} does not have the six parts of an ARN. Write * for each part that is to be any.`,
    );
  }
  return testOf(parts, compileArn);
};
