/** Policies that are read once, to be judged by many times. */
import type { PolicyDocument } from './document.ts';
import type { ParsedStatement, PolicyKind } from './parsePolicy.ts';
import { parsePolicy } from './parsePolicy.ts';

/** Policies of one kind: one document, or several, which are judged as if their statements stood in one. */
export type Policies = PolicyDocument | readonly PolicyDocument[];

/** Actions that are remembered: more than a service has that are asked for. */
const LIMIT = 200;

/** A class, so that no document of a client can pass for one, whatever its elements are called. */
export class CompiledPolicies {
  readonly kind: PolicyKind;
  readonly #statements: readonly ParsedStatement[];
  readonly #byAction = new Map<string, readonly ParsedStatement[]>();

  /** @throws PolicyError for a document that is malformed or says what is not supported exactly */
  constructor(policies: Policies, kind: PolicyKind) {
    this.kind = kind;
    this.#statements = isList(policies)
      ? policies.flatMap((document, i) => parsePolicy(document, kind, `policies[${String(i)}]`))
      : parsePolicy(policies, kind);
  }

  /** The statements whose Action or NotAction holds for an action, in lower case, in their order. */
  statementsOn(action: string): readonly ParsedStatement[] {
    const known = this.#byAction.get(action);
    if (known !== undefined) return known;
    const found = this.#statements.filter((statement) => statement.action(action));
    if (this.#byAction.size >= LIMIT) this.#byAction.clear();
    this.#byAction.set(action, found);
    return found;
  }
}

const isList = (policies: Policies): policies is readonly PolicyDocument[] => Array.isArray(policies);

/**
 * Reads policies. What they mean stays what they meant then: whoever keeps the result must know that the documents do not change.
 * @throws PolicyError
 */
export const compilePolicies = (policies: Policies, kind: PolicyKind): CompiledPolicies =>
  new CompiledPolicies(policies, kind);
