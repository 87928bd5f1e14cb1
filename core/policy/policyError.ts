/** The error for a policy document that is malformed or says something that is not supported exactly. */

/** Thrown instead of a decision: what cannot be judged never matches. `path` says where in the document, `Statement[0].Action`. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.path = path;
  }
}

/** A value from a document as an error message shows it: quoted and at most 80 characters. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? typeof value : text.length > 80 ? `${text.slice(0, 79)}…` : text;
};
