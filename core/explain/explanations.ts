/** Says of concrete requests whether a session policy allows them, and by which statement or why not. */
import { VendError } from '../errors.ts';
import { POLICY_LIMIT } from '../policy/budget.ts';
import type { PolicyDocument, Statement } from '../policy/document.ts';
import { compilePolicies, type Context, contextValues, PolicyError } from '../policy/evaluate.ts';
import { explain, type Explained, type UnmetCondition } from '../policy/explain.ts';
import type { Explanation } from '../schema.ts';
import type { SessionTag } from '../sessionTags.ts';
import type { KnownResource } from './candidates.ts';
import { concreteRequest, type ConcreteRequest } from './concreteRequest.ts';
import type { AskedRequest } from './readRequests.ts';

/** What a session is made with. */
export interface Stated {
  /** Undefined: the role is passed on directly. */
  readonly sessionPolicy: string | undefined;
  readonly sessionTags: readonly SessionTag[];
}

/** Values and resources that one explanation shows at most. */
const SHOWN = 20;

type Fill = (text: string) => string;

/** A tag's value cannot hold what a policy would interpret, so it can stand where its variable stood. */
const filling = (tags: readonly SessionTag[]): Fill => {
  const values = new Map(tags.map(({ Key, Value }) => [`aws:principaltag/${Key}`.toLowerCase(), Value]));
  return (text) => text.replace(/\$\{([^}]*)\}/g, (variable, key: string) => values.get(key.toLowerCase()) ?? variable);
};

const listed = (texts: readonly string[]): string =>
  `${texts.slice(0, SHOWN).join(', ')}${texts.length > SHOWN ? `, and ${String(texts.length - SHOWN)} more` : ''}`;

const unmetText = ({ operator, key, wanted, given }: UnmetCondition, fill: Fill): string => {
  const has = given.length === 0 ? 'the request has none' : `the request has ${listed(given)}`;
  if (operator === 'Null') return `${key} must ${wanted.includes('false') ? '' : 'not '}be in the request`;
  return `${key} must meet ${operator} ${listed(wanted.map(fill))}, and ${has}`;
};

const reasonOf = (explained: Explained, { action, resource }: ConcreteRequest, fill: Fill): string => {
  if (explained.allowed) return `A statement allows ${action} on ${resource}.`;
  switch (explained.because) {
    case 'ACTION':
      return `No statement has ${action}. Ask for an access value that means it.`;
    case 'RESOURCE':
      return `${action} is allowed on ${listed(explained.resources.map(fill))}, but not on ${resource}.`;
    case 'CONDITION':
      return `${action} on ${resource} is allowed under conditions: ${explained.unmet.map((one) => unmetText(one, fill)).join('; ')}.`;
    case 'EXPLICIT':
      return `A statement denies ${action} on ${resource}, whatever others allow.`;
  }
};

/** Of a policy that is too large to be vended a statement can be larger than an answer, twenty times over. */
const shownStatement = (statement: Statement): string | null => {
  const text = JSON.stringify(statement);
  return text.length > POLICY_LIMIT ? null : text;
};

const explanationOf = (explained: Explained, request: ConcreteRequest, fill: Fill): Explanation => ({
  action: request.action,
  resource: request.resource,
  allowed: explained.allowed,
  denial: explained.allowed ? null : explained.because,
  statement: 'statement' in explained ? shownStatement(explained.statement) : null,
  unmet: ('unmet' in explained ? explained.unmet : []).map(({ operator, key, wanted, given }) => ({
    operator,
    key,
    wanted: wanted.slice(0, SHOWN).map(fill),
    given: given.slice(0, SHOWN),
  })),
  reason: reasonOf(explained, request, fill),
});

/** Only what the client says of the context can be at fault: the policy has been read before. */
const judged = (document: PolicyDocument, request: ConcreteRequest, tags: Context, path: string): Explained => {
  const context = { 'aws:SecureTransport': 'true', ...request.context };
  try {
    return explain(document, { ...request, context: inOneCase(context), known: contextValues(tags) });
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new VendError('InvalidScope', `${path}.context cannot be judged: ${error.message}`, {
      path: `${path}.context`,
    });
  }
};

/** What the client says of a key holds against what is assumed, in whatever case it is. */
const inOneCase = (context: Context): Context =>
  Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));

/**
 * Explains requests by the session policy alone: the policies of the role and the resource are not known here.
 *
 * @param known one for each of the caller's usable grants, for aliases
 * @throws VendError `InvalidScope` for a request that cannot be judged, and for any where there is no session policy
 */
export const explanationsOf = (
  { sessionPolicy, sessionTags }: Stated,
  requests: readonly AskedRequest[],
  known: readonly KnownResource[],
): readonly Explanation[] => {
  if (sessionPolicy === undefined) {
    throw new VendError(
      'InvalidScope',
      'requests cannot be explained for a role: it is passed on without a session policy. Leave requests out.',
      { path: 'requests' },
    );
  }
  const document = JSON.parse(sessionPolicy) as PolicyDocument;
  compilePolicies(document, 'identity');
  const fill = filling(sessionTags);
  const tags = Object.fromEntries(sessionTags.map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value]));
  return requests.map((asked) => {
    const request = concreteRequest(asked, known);
    return explanationOf(judged(document, request, tags, asked.path), request, fill);
  });
};
