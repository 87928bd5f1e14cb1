/** A mistake in grants.ts or in what the deployment says of its resources. */

/** Stops the service at start: nothing is vended under grants that cannot be read exactly. */
export class GrantsError extends Error {
  override readonly name = 'GrantsError';
  /** Where the mistake is, for example `grants[2].prefix`. */
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.path = path;
  }
}
