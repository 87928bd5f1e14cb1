/** The one error of Signature V4 verification. */

/** Why a signature is refused. Codes, statuses and words are those of AWS's query services. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 403) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
