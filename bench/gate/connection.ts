/** A client that costs next to nothing: requests go out as bytes that were made before, over one connection that is kept. */
import { connect } from 'node:net';

/** An answer. Its body has the length that its head announces. */
export interface RawAnswer {
  readonly status: number;
  /** As it came, status line and headers. */
  readonly head: string;
  readonly body: Buffer;
}

/** One connection, with one request at a time. */
export interface Connection {
  send(request: Buffer): Promise<RawAnswer>;
  close(): void;
}

/** The whole answer at the beginning of what has come, if it is there. @throws Error for one without a length */
const answerIn = (bytes: Buffer): (RawAnswer & { readonly size: number }) | undefined => {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const length = status === 204 ? '0' : /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`An answer does not say how long it is: ${head.slice(0, 100)}`);
  const size = end + 4 + Number(length);
  return bytes.length < size ? undefined : { status, head, body: bytes.subarray(end + 4, size), size };
};

/** @param port of 127.0.0.1 */
export const openConnection = (port: number): Connection => {
  let waiting: { resolve(answer: RawAnswer): void; reject(error: Error): void } | undefined;
  let bytes: Buffer = Buffer.alloc(0);
  const fail = (error: Error) => {
    waiting?.reject(error);
    waiting = undefined;
  };
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    .on('data', (piece: Buffer) => {
      bytes = bytes.length === 0 ? piece : Buffer.concat([bytes, piece]);
      try {
        const answer = answerIn(bytes);
        if (answer === undefined) return;
        bytes = bytes.subarray(answer.size);
        const served = waiting;
        waiting = undefined;
        if (served === undefined || bytes.length > 0) throw new Error('An answer came that nobody asked for.');
        served.resolve(answer);
      } catch (error) {
        fail(error as Error);
        socket.destroy();
      }
    })
    .on('error', fail)
    .on('close', () => {
      fail(new Error('The connection was closed in the middle of a request.'));
    });
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => {
      socket.destroy();
    },
  };
};
