/** What DynamoDB refuses a request with. */

const own = 'com.amazonaws.dynamodb.v20120810';
const coral = 'com.amazon.coral.service';
const validate = 'com.amazon.coral.validate';

/** Code → the name space that the wire puts before it. */
const namespaces = {
  AccessDeniedException: coral,
  SerializationException: coral,
  UnknownOperationException: coral,
  MissingAuthenticationTokenException: coral,
  IncompleteSignatureException: coral,
  InvalidSignatureException: coral,
  UnrecognizedClientException: coral,
  ExpiredTokenException: coral,
  RequestEntityTooLargeException: coral,
  InternalServerError: own,
  ValidationException: validate,
  ConditionalCheckFailedException: own,
  IdempotentParameterMismatchException: own,
  TransactionCanceledException: own,
  ResourceNotFoundException: own,
  ResourceInUseException: own,
  LimitExceededException: own,
} as const;

/** A code that this error can have. */
export type DynamodbErrorCode = keyof typeof namespaces;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
export class DynamodbError extends Error {
  readonly code: DynamodbErrorCode;
  readonly status: number;
  /** What else is in the answer: the item of a condition that failed, the reasons of a transaction. */
  readonly more: Readonly<Record<string, unknown>>;
  constructor(code: DynamodbErrorCode, message: string, more: Readonly<Record<string, unknown>> = {}, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
    this.more = more;
  }
}

/** The `__type` of an error. A code that is not known here is Coral's own. */
export const errorType = (code: string): string =>
  `${Object.hasOwn(namespaces, code) ? namespaces[code as DynamodbErrorCode] : coral}#${code}`;

/** The request is not well formed, or asks for what cannot be. */
export const invalid = (message: string): DynamodbError => new DynamodbError('ValidationException', message);
