/** From a policy document to statements that can be asked; every element is known and well formed, or there is an error. */
import { resourceTest } from './arn.ts';
import type { ConditionTest } from './conditions.ts';
import { conditionTests } from './conditions.ts';
import { elementsOf, listOf, textsOf } from './elements.ts';
import { memo } from './memo.ts';
import { PolicyError, shown } from './policyError.ts';
import type { PrincipalTest } from './principal.ts';
import { principalTest } from './principal.ts';
import type { ContextValues } from './request.ts';
import { parseValue } from './variables.ts';
import { compileWildcards } from './wildcard.ts';
import type { Matcher, Token } from './wildcard.ts';

/** Identity policies and session policies have no Principal; resource policies and trust policies must have one. */
export type PolicyKind = 'identity' | 'resource';

/** A statement as tests of the request's parts: it applies when all hold. */
export interface ParsedStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly principal: PrincipalTest | undefined;
  /** Takes the action in lower case. */
  readonly action: Matcher;
  readonly resource: (resource: string, context: ContextValues) => boolean;
  readonly conditions: readonly ConditionTest[];
}

const DOCUMENT = new Set(['Version', 'Id', 'Statement']);
const STATEMENT = new Set(
  'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' '),
);

type Elements = ReadonlyMap<string, unknown>;

/** The one of two elements that is there, and whether it is the negated one; undefined when neither is. */
const eitherOf = (elements: Elements, name: string, path: string) => {
  const plain = elements.get(name);
  const negated = elements.get(`Not${name}`);
  if (plain !== undefined && negated !== undefined) throw new PolicyError(path, `has both ${name} and Not${name}.`);
  if (plain === undefined && negated === undefined) return undefined;
  return {
    negated: plain === undefined,
    value: plain ?? negated,
    at: `${path}.${plain === undefined ? 'Not' : ''}${name}`,
  };
};

const actionMatcher = memo((value, path): Matcher => {
  if (value !== '*' && !/^[a-z0-9-]+:[a-z0-9*?]+$/i.test(value)) {
    throw new PolicyError(path, `${shown(value)} is not an action, service:Action.`);
  }
  const parts = parseValue(value.toLowerCase(), { variables: false, wildcards: true }, path);
  return compileWildcards(parts as readonly Token[]);
});

const actionOf = (elements: Elements, path: string): Matcher => {
  const found = eitherOf(elements, 'Action', path);
  if (found === undefined) throw new PolicyError(path, 'has neither Action nor NotAction.');
  const matchers = textsOf(found.value, found.at).map((value) => actionMatcher(value, found.at));
  return (action) => matchers.some((matches) => matches(action)) !== found.negated;
};

const resourceOf = (
  elements: Elements,
  kind: PolicyKind,
  path: string,
  variables: boolean,
): ParsedStatement['resource'] => {
  const found = eitherOf(elements, 'Resource', path);
  if (found === undefined) {
    // A trust policy has none, and means the role that it is on.
    if (kind === 'resource') return () => true;
    throw new PolicyError(path, 'has neither Resource nor NotResource.');
  }
  const tests = textsOf(found.value, found.at).map((value) => resourceTest(value, found.at, variables));
  return (resource, context) => tests.some((matches) => matches(resource, context)) !== found.negated;
};

const principalOf = (elements: Elements, kind: PolicyKind, path: string): PrincipalTest | undefined => {
  const found = eitherOf(elements, 'Principal', path);
  if (found?.negated === true) {
    throw new PolicyError(
      found.at,
      'is not supported: which names it needs is not documented exactly. Use a condition on aws:PrincipalArn.',
    );
  }
  if (kind === 'identity' && found !== undefined)
    throw new PolicyError(found.at, 'has no place in an identity or session policy.');
  if (kind === 'resource' && found === undefined)
    throw new PolicyError(path, 'has no Principal, which resource and trust policies need.');
  return found && principalTest(found.value, found.at);
};

const parseStatement = (value: unknown, kind: PolicyKind, path: string, variables: boolean): ParsedStatement => {
  const elements = elementsOf(value, path, STATEMENT);
  const effect = elements.get('Effect');
  if (effect !== 'Allow' && effect !== 'Deny')
    throw new PolicyError(`${path}.Effect`, `must be Allow or Deny, not ${shown(effect)}.`);
  return {
    effect,
    principal: principalOf(elements, kind, path),
    action: actionOf(elements, path),
    resource: resourceOf(elements, kind, path, variables),
    conditions: elements.has('Condition')
      ? conditionTests(elements.get('Condition'), `${path}.Condition`, variables)
      : [],
  };
};

const checkSids = (statements: readonly unknown[], path: string): void => {
  const seen = new Set<string>();
  for (const statement of statements) {
    const sid = (statement as { readonly Sid?: unknown }).Sid;
    if (sid === undefined) continue;
    if (typeof sid !== 'string') throw new PolicyError(path, `the Sid ${shown(sid)} must be text.`);
    if (seen.has(sid)) throw new PolicyError(path, `has the Sid ${shown(sid)} twice.`);
    seen.add(sid);
  }
};

/**
 * Reads a document (as JSON.parse gives it). `path` is put before the paths in errors.
 * Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const parsePolicy = (document: unknown, kind: PolicyKind, path = ''): readonly ParsedStatement[] => {
  const elements = elementsOf(document, path === '' ? 'policy' : path, DOCUMENT);
  const below = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const version = elements.get('Version');
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    throw new PolicyError(below('Version'), `must be "2012-10-17" or "2008-10-17", not ${shown(version)}.`);
  }
  const id = elements.get('Id');
  if (id !== undefined && typeof id !== 'string') throw new PolicyError(below('Id'), `must be text, not ${shown(id)}.`);
  const at = below('Statement');
  const statements = listOf(elements.get('Statement'), at);
  const parsed = statements.map((statement, i) =>
    parseStatement(statement, kind, statements.length === 1 ? at : `${at}[${String(i)}]`, version === '2012-10-17'),
  );
  checkSids(statements, at);
  return parsed;
};
