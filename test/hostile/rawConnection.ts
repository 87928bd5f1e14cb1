/** TCP to a server, byte for byte: what no HTTP client would send, and what came back. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** What a server sent until it closed the connection. */
export interface RawAnswer {
  /** Of the last answer that is not an interim one; undefined when the connection was closed without any. */
  readonly status: number | undefined;
  /** The head of that answer, in lower case. */
  readonly head: string;
  /** All that follows that head. */
  readonly body: string;
  /** The status of every answer, interim ones too. */
  readonly statuses: readonly number[];
}

/** An open connection. */
export interface RawConnection {
  readonly socket: Socket;
  /** Settled when the server has closed it, or reset it. */
  readonly closed: Promise<RawAnswer>;
  /** Settled when something has come. */
  readonly answered: Promise<void>;
  /** Settled when the system has taken the bytes, or never will. */
  send(bytes: Buffer | string): Promise<void>;
}

const read = (received: string): RawAnswer => {
  const heads = [...received.matchAll(/HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n/g)];
  const last = heads.findLast(([, status]) => status !== '100');
  return {
    status: last && Number(last[1]),
    head: last?.[0].toLowerCase() ?? '',
    body: last ? received.slice(last.index + last[0].length) : received,
    statuses: heads.map(([, status]) => Number(status)),
  };
};

/** Connects to a port of this machine. Whoever calls closes it, by `socket.destroy()` or by having the server do so. */
export const openRaw = async (port: number): Promise<RawConnection> => {
  const socket = connect(port, '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('error', () => undefined);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const closed = new Promise<RawAnswer>((resolve) => {
    socket.once('close', () => {
      resolve(read(Buffer.concat(received).toString('latin1')));
    });
  });
  const answered = new Promise<void>((resolve) => {
    socket.on('data', (bytes) => {
      received.push(bytes);
      resolve();
    });
  });
  return {
    socket,
    closed,
    answered,
    send: (bytes) =>
      new Promise((resolve) => {
        socket.write(bytes, () => {
          resolve();
        });
      }),
  };
};

/** Sends bytes, and nothing more, and waits until the server closes the connection. */
export const exchange = async (port: number, bytes: Buffer | string): Promise<RawAnswer> => {
  const { send, closed } = await openRaw(port);
  await send(bytes);
  return closed;
};
