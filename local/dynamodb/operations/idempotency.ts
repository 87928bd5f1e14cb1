/** ClientRequestToken: a transaction that is sent again within ten minutes is done once. */
import { createHash } from 'node:crypto';
import { DynamodbError } from '../dynamodbError.ts';

/** Milliseconds. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const lifetime = 600_000;
/** Tokens that are remembered; the oldest go first. */
const maxTokens = 10_000;

/** Remembers tokens. */
export interface Idempotency {
  /** Whether a transaction of this token and these parameters was done. @throws DynamodbError when the parameters differ */
  done(token: string, parameters: unknown): boolean;
  remember(token: string, parameters: unknown): void;
}

const digest = (parameters: unknown) => createHash('sha256').update(JSON.stringify(parameters)).digest('base64');

export const createIdempotency = (clock: () => number): Idempotency => {
  const known = new Map<string, { readonly digest: string; readonly until: number }>();
  return {
    done: (token, parameters) => {
      const before = known.get(token);
      if (before === undefined || before.until <= clock()) return false;
      if (before.digest === digest(parameters)) return true;
      throw new DynamodbError(
        'IdempotentParameterMismatchException',
        'The ClientRequestToken was used with other parameters before.',
      );
    },
    remember: (token, parameters) => {
      known.delete(token);
      known.set(token, { digest: digest(parameters), until: clock() + lifetime });
      for (const [oldest] of known) {
        if (known.size <= maxTokens) break;
        known.delete(oldest);
      }
    },
  };
};
