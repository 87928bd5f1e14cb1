/** The one error of the gate: why a request does not get through, in the words of the service that refuses it. */

/** The services behind the gate, by the name that a credential scope has for them. */
export type GatedService = 's3' | 'dynamodb';

/** What the gate refuses. Its message is for the client: it holds no secret and nothing of the machine. */
export class GateError extends Error {
  override readonly name = 'GateError';
  /** HTTP status. */
  readonly status: number;
  /** AWS's error code, as the service itself spells it. */
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
