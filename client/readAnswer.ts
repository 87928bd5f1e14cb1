/** What an HTTP answer to a vend means: credentials, or an error. Nothing that it holds is believed to be what it should be. */
import { CredentialsProviderError } from './credentialsProviderError.ts';
import { localExpiry } from './expiry.ts';
import type { VendCredentialsMutation } from './operations.ts';

/** What was vended: the answer as it came; when it was asked for and when it ends, on the local clock in milliseconds since 1970. */
export interface Vended {
  readonly answer: VendCredentialsMutation['vendCredentials'];
  readonly sentAt: number;
  readonly expiresAt: number;
}

/** An HTTP answer, and when its request was sent, in milliseconds since 1970. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string | undefined;
  readonly date: string | null;
  readonly retryAfter: string | null;
  readonly sentAt: number;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list of parts for each service, and a role or none. */
const isScope = (scope: unknown): boolean =>
  isFields(scope) &&
  Object.entries(scope).every(([name, value]) =>
    name === 'role'
      ? value === null || isFields(value)
      : Array.isArray(value) && value.every((part) => isFields(part) && Array.isArray(part['access'])),
  );

/** Printable and without blanks, as all parts of AWS credentials are. */
const isSecret = (value: unknown): boolean => typeof value === 'string' && /^[!-~]{1,100000}$/.test(value);

const LONGEST_MESSAGE = 1_000;

/** On one line, not too long. */
const oneLine = (message: string): string => message.slice(0, LONGEST_MESSAGE).replace(/[\0-\x1f\x7f-\x9f]+/g, ' ');

const positive = (value: unknown): number | undefined => (typeof value === 'number' && value > 0 ? value : undefined);

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after: seconds, or a time by the server's clock. */
const retryAfterSeconds = ({ retryAfter, date, sentAt }: HttpAnswer): number | undefined =>
  retryAfter === null
    ? undefined
    : (positive(Number(retryAfter)) ?? positive((Date.parse(retryAfter) - (Date.parse(date ?? '') || sentAt)) / 1_000));

const invalid = (what: string) =>
  new CredentialsProviderError('InvalidAnswer', `${what}. Check that endpoint is the GraphQL URL of the service.`);

const refusal = ({ message, errorType, errorInfo }: Fields, token: string): CredentialsProviderError => {
  const code = typeof errorType === 'string' && /^[\w:.-]{1,100}$/.test(errorType) ? errorType : 'InvalidRequest';
  const info = isFields(errorInfo) ? errorInfo : undefined;
  return new CredentialsProviderError(
    code,
    typeof message === 'string' && message !== ''
      ? oneLine(message.split(token).join('…'))
      : `The service refused: ${code}.`,
    {
      info,
      retryable: code === 'StsThrottled' || code === 'StsUnavailable',
      retryAfterSeconds: positive(info?.['retryAfterSeconds']),
    },
  );
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * The credentials in an answer. The token that they were asked for with is taken out of what is said of it.
 *
 * @throws CredentialsProviderError whatever else it is; `InvalidAnswer` tells nothing of what came
 */
export const readAnswer = (answer: HttpAnswer, token: string): Vended => {
  const { status, text, date, sentAt } = answer;
  if (status === 401) {
    throw new CredentialsProviderError(
      'Unauthorized',
      'The service does not take the token (HTTP 401). Sign in again.',
    );
  }
  if (status === 429 || status >= 500) {
    throw new CredentialsProviderError(
      status === 429 ? 'TooManyRequests' : 'ServiceUnavailable',
      `The service cannot answer now (HTTP ${String(status)}). Try again later.`,
      { retryable: true, retryAfterSeconds: retryAfterSeconds(answer) },
    );
  }
  if (text === undefined) throw invalid('The answer is too large');
  const body = parse(text);
  if (!isFields(body)) throw invalid(`The answer (HTTP ${String(status)}) is not of a GraphQL API`);
  const vended = isFields(body['data']) ? body['data']['vendCredentials'] : undefined;
  if (!isFields(vended)) {
    const [error] = Array.isArray(body['errors']) ? (body['errors'] as unknown[]) : [];
    throw isFields(error) ? refusal(error, token) : invalid('The answer has neither credentials nor an error');
  }
  const { accessKeyId, secretAccessKey, sessionToken, expiration, scope } = vended;
  if (![accessKeyId, secretAccessKey, sessionToken].every(isSecret) || !isScope(scope)) {
    throw invalid('The answer lacks a part of the credentials, or their scope');
  }
  const expiresAt = localExpiry(expiration, date, sentAt);
  if (expiresAt === undefined) {
    throw invalid(
      'The expiration of the credentials is no time to come. If it should be, set the clock of this machine',
    );
  }
  // What is handed on beyond this is the service's word, typed as the schema has it.
  return { answer: vended as unknown as Vended['answer'], sentAt, expiresAt };
};
