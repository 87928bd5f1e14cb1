/** Runs a function's work and answers, whatever happens; writes one line of log. Never the JWT, the event or the answer. */
import { VendError } from '../core/errors.ts';
import type { Answer, Refusal } from '../core/invocation.ts';

/** What a handler needs of the Lambda context: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** What a line of log may hold: names, counts and times, nothing that a client could make a secret of. */
export type LogFields = Readonly<Record<string, string | number | readonly string[] | undefined>>;

const write = (level: 'INFO' | 'WARN' | 'ERROR', fields: LogFields): void => {
  console.log(JSON.stringify({ level, time: new Date().toISOString(), ...fields }));
};

const INTERNAL =
  'The service failed. Try again; if it stays so, tell those who run the service the vendId in errorInfo.';

const refusal = (error: unknown, vendId: string): Refusal =>
  error instanceof VendError && error.code !== 'Internal'
    ? { code: error.code, message: error.message, info: { ...error.info, vendId } }
    : { code: 'Internal', message: INTERNAL, info: { vendId } };

/** Of what STS said only its name and status: its message can quote what was sent. */
const causeOf = ({ cause }: VendError): LogFields => {
  const { name, status } = (cause ?? {}) as { readonly name?: unknown; readonly status?: unknown };
  return {
    ...(typeof name === 'string' && { causeName: name }),
    ...(typeof status === 'number' && { causeStatus: status }),
  };
};

/** Of what nobody foresaw its name and the lines of the stack that name our own code, without the message above them. */
const faultOf = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '').split('\n').slice(String(error).split('\n').length);
  return { error: error.name, stack: frames.slice(0, 8) };
};

/**
 * Turns work into an answer. `note` takes what the one log line should say besides.
 *
 * @returns an error as an answer, since AppSync would drop the code of one that is thrown
 */
export const answering = async <Result>(
  context: LambdaContext,
  work: (note: (fields: LogFields) => void) => Promise<Result>,
): Promise<Answer<Result>> => {
  const vendId = context.awsRequestId;
  let noted: LogFields = { vendId };
  try {
    const data = await work((fields) => {
      noted = { ...noted, ...fields };
    });
    write('INFO', { outcome: 'answered', ...noted });
    return { data };
  } catch (error) {
    const refused = refusal(error, vendId);
    const level = refused.code === 'Internal' || refused.code === 'VendRoleNotAssumable' ? 'ERROR' : 'WARN';
    write(level, {
      outcome: refused.code,
      ...noted,
      ...(error instanceof VendError ? causeOf(error) : faultOf(error)),
    });
    return { error: refused };
  }
};
