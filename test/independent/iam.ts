/**
 * What IAM policies mean, stated a second time: plainly from the IAM User Guide, slowly, and without a line of core/.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html and the pages below it. Only for the
 * operators that occur here.
 */

type Text = string | readonly string[];
/** A statement and a document as JSON has them. */
export interface PlainStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: Text;
  readonly NotAction?: Text;
  readonly Resource?: Text;
  readonly NotResource?: Text;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Text>>>>;
}
export interface PlainPolicy {
  readonly Version?: '2012-10-17' | '2008-10-17';
  readonly Statement: PlainStatement | readonly PlainStatement[];
}
type PlainContext = Readonly<Record<string, Text>>;
export interface PlainRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: PlainContext;
}
export type Answer = 'Allow' | 'ExplicitDeny' | 'ImplicitDeny';

/** One character of a pattern: itself, or a wildcard. `colon` says whether the wildcard may stand for a colon. */
type Sign = { readonly is: string } | { readonly any: 'one' | 'several'; readonly colon: boolean };

const listOf = (value: Text): readonly string[] => (typeof value === 'string' ? [value] : value);

const lookUp = (context: PlainContext, key: string): Text | undefined => {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  return found === undefined || (typeof found !== 'string' && found.length === 0) ? undefined : found;
};

const literally = (text: string): readonly Sign[] => Array.from(text, (is) => ({ is }));

/**
 * Reads a policy's text. Undefined: a variable in it has no value, so that nothing is equal to it or like it. What a variable
 * stands for is text, never a wildcard: the guide does not say so, but reading it otherwise would let a tag widen a policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const read = (
  text: string,
  { wildcards, variables, context }: { wildcards: boolean; variables: boolean; context: PlainContext },
): readonly Sign[] | undefined => {
  if (text === '') return [];
  const variable = variables ? /^\$\{([^}]*)\}/.exec(text) : null;
  let signs: readonly Sign[];
  let length: number;
  if (variable) {
    const [whole, inside = ''] = variable;
    length = whole.length;
    const [, key = '', otherwise] = /^(.*?)(?:, ?'(.*)')?$/s.exec(inside) ?? [];
    const value = inside === '*' || inside === '?' || inside === '$' ? inside : (lookUp(context, key) ?? otherwise);
    if (typeof value !== 'string') return undefined;
    signs = literally(value);
  } else {
    const [first = ''] = text;
    length = first.length;
    if (wildcards && first === '*') signs = [{ any: 'several', colon: true }];
    else if (wildcards && first === '?') signs = [{ any: 'one', colon: true }];
    else signs = [{ is: first }];
  }
  const rest = read(text.slice(length), { wildcards, variables, context });
  return rest && [...signs, ...rest];
};

/** By trying: which beginnings of the text a beginning of the pattern is like, one sign more at a time. */
const like = (pattern: readonly Sign[], text: readonly string[]): boolean => {
  let lengths = new Set([0]);
  for (const sign of pattern) {
    const longer = new Set<number>();
    for (const length of lengths) {
      const next = text[length];
      if ('is' in sign) {
        if (next === sign.is) longer.add(length + 1);
        continue;
      }
      const most = sign.any === 'one' ? length + 1 : text.length;
      if (sign.any === 'several') longer.add(length);
      for (let at = length; at < most && text[at] !== undefined && (sign.colon || text[at] !== ':'); at += 1) {
        longer.add(at + 1);
      }
    }
    lengths = longer;
  }
  return lengths.has(text.length);
};

/**
 * Wildcards in an ARN stay within its segments, the parts between colons; only a star that ends a segment reaches further. After
 * the fifth colon there are no more segments. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
const inSegments = (pattern: readonly Sign[]): readonly Sign[] => {
  let segment = 1;
  return pattern.map((sign, at) => {
    if ('is' in sign) {
      if (sign.is === ':') segment += 1;
      return sign;
    }
    const next = pattern[at + 1];
    const ends = next === undefined || ('is' in next && next.is === ':');
    return { ...sign, colon: segment > 5 || (sign.any === 'several' && ends) };
  });
};

/** Actions compare without regard to case and have no variables. */
const isAction = (pattern: string, action: string): boolean =>
  like(
    read(pattern.toLowerCase(), { wildcards: true, variables: false, context: {} }) ?? [],
    Array.from(action.toLowerCase()),
  );

const isResource = (pattern: string, { resource, context }: PlainRequest, variables: boolean): boolean => {
  const signs = read(pattern, { wildcards: true, variables, context });
  return signs !== undefined && like(inSegments(signs), Array.from(resource));
};

/** Whether one value satisfies an operator with the values of the policy. */
type Test = (value: string, wanted: readonly string[]) => boolean;

const stringTests = (context: PlainContext, variables: boolean): Readonly<Record<string, Test>> => {
  const some =
    (wildcards: boolean): Test =>
    (value, wanted) =>
      wanted.some((text) => {
        const signs = read(text, { wildcards, variables, context });
        return signs !== undefined && like(signs, Array.from(value));
      });
  const not =
    (test: Test): Test =>
    (value, wanted) =>
      !test(value, wanted);
  const ignoringCase: Test = (value, wanted) =>
    wanted.some((text) => {
      const signs = read(text, { wildcards: false, variables, context });
      const lower = signs?.map((sign) => ('is' in sign ? { is: sign.is.toLowerCase() } : sign));
      return lower !== undefined && like(lower, Array.from(value.toLowerCase()));
    });
  return {
    StringEquals: some(false),
    StringNotEquals: not(some(false)),
    StringEqualsIgnoreCase: ignoringCase,
    StringLike: some(true),
    StringNotLike: not(some(true)),
    Bool: (value, wanted) => wanted.some((text) => text.toLowerCase() === value.toLowerCase()),
  };
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const holds = (name: string, key: string, wanted: Text, context: PlainContext, variables: boolean): boolean => {
  const given = lookUp(context, key);
  if (name === 'Null') return listOf(wanted).some((text) => (text === 'true') === (given === undefined));
  const [, set, operator = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(name) ?? [];
  const test = stringTests(context, variables)[operator];
  if (test === undefined) throw new Error(`No operator ${operator} here.`);
  if (given === undefined) {
    if (set !== undefined) return set === 'ForAllValues';
    return ifExists !== undefined || operator.includes('Not');
  }
  // The guide says of both sets: no key is like a value that "resolves to a null dataset, such as an empty string".
  if (set !== undefined && listOf(given).every((value) => value === '')) return set === 'ForAllValues';
  const satisfied = listOf(given).map((value) => test(value, listOf(wanted)));
  return set === 'ForAnyValue' ? satisfied.includes(true) : !satisfied.includes(false);
};

const isAbout = (statement: PlainStatement, request: PlainRequest, variables: boolean): boolean => {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  if (Action !== undefined && !listOf(Action).some((pattern) => isAction(pattern, request.action))) return false;
  if (NotAction !== undefined && listOf(NotAction).some((pattern) => isAction(pattern, request.action))) return false;
  const named = (text: Text) => listOf(text).some((pattern) => isResource(pattern, request, variables));
  if (Resource !== undefined && !named(Resource)) return false;
  if (NotResource !== undefined && named(NotResource)) return false;
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, key, wanted, request.context, variables)),
  );
};

/** What policies of one kind say. Before version 2012-10-17 there were no variables. */
export const decide = (policies: readonly PlainPolicy[], request: PlainRequest): Answer => {
  const effects = policies.flatMap(({ Version, Statement }) =>
    [Statement]
      .flat()
      .filter((statement) => isAbout(statement, request, Version === '2012-10-17'))
      .map(({ Effect }) => Effect),
  );
  if (effects.includes('Deny')) return 'ExplicitDeny';
  return effects.includes('Allow') ? 'Allow' : 'ImplicitDeny';
};

/** Whether a session may: its role's policies and its session policy must both allow, and none may deny. */
export const sessionMay = (
  role: readonly PlainPolicy[],
  session: readonly PlainPolicy[] | undefined,
  request: PlainRequest,
): boolean => decide(role, request) === 'Allow' && (session === undefined || decide(session, request) === 'Allow');
