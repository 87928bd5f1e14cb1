/** Runs a function's work and answers, whatever happens; writes one line of log. Never the JWT, the event or the answer. */
import type { Grants } from '../core/compileGrants.ts';
import { VendError } from '../core/errors.ts';
import type { Answer, Refusal } from '../core/invocation.ts';
import { type Dimensions, embeddedMetrics, type Metrics } from './metrics.ts';
import { refusedAsk } from './refusedAsk.ts';

/** What a handler needs of the Lambda context: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** What a line of log may hold: names, counts and times, nothing that a client could make a secret of. */
export type LogFields = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Takes one line of log, which is JSON. */
export type WriteLine = (line: string) => void;

/**
 * Writes a line as it is. Lambda's own console puts time and request id before it, and CloudWatch takes metrics only from a line that is
 * JSON from beginning to end.
 */
export const toStandardOutput: WriteLine = (line) => {
  process.stdout.write(`${line}\n`);
};

/** Writes a line by the console: for a function that does not run on Lambda. */
export const toConsole: WriteLine = (line) => {
  console.log(line);
};

/** What the line of log needs to know of the service. */
export interface Logging {
  readonly grants: Grants;
  /** For the dimension of that name; without it there are no metrics. */
  readonly service: string | undefined;
  /** The console, when left out. */
  readonly writeLine?: WriteLine | undefined;
}

interface Noted {
  readonly fields: LogFields;
  readonly metrics: Metrics;
}

const write = (
  { service, writeLine = toConsole }: Logging,
  level: 'INFO' | 'WARN' | 'ERROR',
  { fields, metrics }: Noted,
  code?: Dimensions['code'],
): void => {
  const now = Date.now();
  const dimensions = service !== undefined && { service, ...(code !== undefined && { code }) };
  const embedded = dimensions && embeddedMetrics(metrics, dimensions, now);
  writeLine(JSON.stringify({ level, time: new Date(now).toISOString(), ...fields, ...embedded }));
};

const INTERNAL =
  'The service failed. Try again; if it stays so, tell those who run the service the vendId in errorInfo.';

const refusal = (error: unknown, vendId: string): Refusal =>
  error instanceof VendError && error.code !== 'Internal'
    ? { code: error.code, message: error.message, info: { ...error.info, vendId } }
    : { code: 'Internal', message: INTERNAL, info: { vendId } };

/** An error's name, where it looks like one: that of an error of STS comes with its answer, and could be anything. */
export const nameIn = (name: unknown): string =>
  typeof name === 'string' && /^[A-Za-z_]{1,64}$/.test(name) ? name : 'unnamed';

/** Of what STS said only its name and status: its message can quote what was sent. */
const causeOf = ({ cause }: VendError): LogFields => {
  const { name, status } = (cause ?? {}) as { readonly name?: unknown; readonly status?: unknown };
  return {
    ...(name !== undefined && { causeName: nameIn(name) }),
    ...(typeof status === 'number' && { causeStatus: status }),
  };
};

/** Of what nobody foresaw its name and the lines of the stack that name our own code, without the message above them. */
const faultOf = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { error: typeof error };
  // Both, as the stack keeps a message that was changed later, and a message can have lines that look like the stack's.
  const frames = (error.stack ?? '').split('\n').slice(String(error).split('\n').length);
  return { error: nameIn(error.name), stack: frames.filter((line) => /^ {4}at /.test(line)).slice(0, 8) };
};

/** Adds to the one line of log, and to the metrics that it holds. */
export type Note = (fields: LogFields, metrics?: Metrics) => void;

/**
 * Turns work into an answer. `note` takes what the one log line should say besides.
 *
 * @returns an error as an answer, since AppSync would drop the code of one that is thrown
 */
export const answering = async <Result>(
  context: LambdaContext,
  logging: Logging,
  work: (note: Note) => Promise<Result>,
): Promise<Answer<Result>> => {
  const vendId = context.awsRequestId;
  let noted: Noted = { fields: { vendId }, metrics: {} };
  const note: Note = (fields, metrics = {}) => {
    noted = { fields: { ...noted.fields, ...fields }, metrics: { ...noted.metrics, ...metrics } };
  };
  try {
    const data = await work(note);
    write(logging, 'INFO', { ...noted, fields: { outcome: 'answered', ...noted.fields } });
    return { data };
  } catch (error) {
    const refused = refusal(error, vendId);
    const level = refused.code === 'Internal' || refused.code === 'VendRoleNotAssumable' ? 'ERROR' : 'WARN';
    const cause =
      error instanceof VendError ? { ...refusedAsk(error, logging.grants), ...causeOf(error) } : faultOf(error);
    note(cause, { Refusals: 1 });
    write(logging, level, { ...noted, fields: { outcome: refused.code, ...noted.fields } }, refused.code);
    return { error: refused };
  }
};
