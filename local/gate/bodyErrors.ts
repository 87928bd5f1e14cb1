/** What is said of a body that does not come as it was announced. */
import { GateError } from './gateError.ts';

export const incompleteBody = (message: string): GateError => new GateError(400, 'IncompleteBody', message);

/** The client went away, or the connection broke. */
export const cutShort = (): GateError => incompleteBody('The request body terminated unexpectedly.');

/** Another length than the request announced. */
export const wrongLength = (bytes: number, announced: number): GateError =>
  incompleteBody(`The request body has ${String(bytes)} bytes, not the ${String(announced)} that it announces.`);

/** Nothing came for too long. */
export const idleBody = (): GateError =>
  new GateError(
    400,
    'RequestTimeout',
    'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.',
  );
