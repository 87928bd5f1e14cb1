/** AWS Lambda on one machine: runs a function in this process, as an invocation by AppSync would. */
import { randomUUID } from 'node:crypto';
import type { LambdaFunction } from './service.ts';

/** What a function gets beside its event. */
export interface InvocationContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** A function's handler. Lambda does not look at what the event is: that is the handler's own word. */
export type LambdaHandler = (event: never, context: InvocationContext) => unknown;

/** The name of a failed invocation, as AppSync shows it in `errorType`. */
export type LambdaErrorName =
  'Lambda:Unhandled' | 'Lambda:ExecutionTimeoutException' | 'Lambda:RequestTooLargeException';

const failure = (name: LambdaErrorName, message: string): Error => Object.assign(new Error(message), { name });

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const MOST_REQUEST_BYTES = 6 * 1024 * 1024;
const MOST_ANSWER_BYTES = MOST_REQUEST_BYTES + 100;

// Lambda passes JSON: what JSON does not hold is lost, and nothing is shared with the caller.
const json = (value: unknown): string => {
  const text = JSON.stringify(value) as string | undefined;
  return text ?? 'null';
};

class TimedOut extends Error {}

const withinTime = async (seconds: number, run: () => unknown): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TimedOut());
    }, seconds * 1_000);
  });
  try {
    return await Promise.race([run(), timeout]);
  } finally {
    clearTimeout(timer);
  }
};

const failureOf = (error: unknown): Error => {
  if (error instanceof TimedOut) return failure('Lambda:ExecutionTimeoutException', 'Execution timed out.');
  return failure('Lambda:Unhandled', error instanceof Error ? error.message : json(error));
};

/**
 * Makes the invocation of one function: event in, answer out, both passed through JSON, within the function's time limit
 * and Lambda's 6 MB. A handler that is still running at its time limit is not ended, only no longer listened to.
 *
 * @param onFailure told what a handler threw, as the function's log would show it
 * @returns rejects with an error whose `name` is a `LambdaErrorName` and whose message is what Lambda would answer
 */
export const createLambda =
  (
    { name, timeoutSeconds }: Pick<LambdaFunction, 'name' | 'timeoutSeconds'>,
    handler: LambdaHandler,
    onFailure: (name: string, error: unknown) => void = () => undefined,
  ) =>
  async (payload: unknown): Promise<unknown> => {
    const event = json(payload);
    const size = Buffer.byteLength(event);
    if (size > MOST_REQUEST_BYTES) {
      throw failure(
        'Lambda:RequestTooLargeException',
        `${String(size)} byte payload is too large for the RequestResponse invocation type (limit ${String(MOST_REQUEST_BYTES)} bytes)`,
      );
    }
    const deadline = performance.now() + timeoutSeconds * 1_000;
    const context: InvocationContext = {
      awsRequestId: randomUUID(),
      getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
    };
    let answer: string;
    try {
      answer = json(await withinTime(timeoutSeconds, () => handler(JSON.parse(event) as never, context)));
    } catch (error) {
      onFailure(name, error);
      throw failureOf(error);
    }
    if (Buffer.byteLength(answer) > MOST_ANSWER_BYTES) {
      throw failure(
        'Lambda:Unhandled',
        `Response payload size exceeded maximum allowed payload size (${String(MOST_ANSWER_BYTES)} bytes).`,
      );
    }
    return JSON.parse(answer) as unknown;
  };
