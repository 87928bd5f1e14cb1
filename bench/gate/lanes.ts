/** The three ways that are measured side by side: past nothing but Node's HTTP server, past no gate, and through the gate. */
import { startChild } from './child.ts';
import type { Child } from './child.ts';
import { openConnection } from './connection.ts';
import type { Connection, RawAnswer } from './connection.ts';
import type { Asked, Report, Started } from './messages.ts';
import { signedBytes } from './signedBytes.ts';
import type { Workload } from './workloads.ts';
import { KEYS } from './workloads.ts';

/** Connections that send at the same time, each one request after the other. */
const CLIENTS = 8;

/** One way. */
export interface Lane {
  readonly name: 'bare' | 'direct' | 'gated';
  readonly child: Child;
  readonly connections: readonly Connection[];
  /** Requests signed now, one for each key. */
  sign(workload: Pick<Workload, 'request'>): readonly Buffer[];
}

const connectionsTo = (url: string) => Array.from({ length: CLIENTS }, () => openConnection(Number(new URL(url).port)));

const laneOf = (name: Lane['name'], child: Child, url: string, started: Started): Lane => {
  const [own] = started.sessions;
  if (own === undefined) throw new Error('There is no session.');
  return {
    name,
    child,
    connections: connectionsTo(url),
    sign: ({ request }) => Array.from({ length: KEYS }, (_, number) => signedBytes(started, own, request(number))),
  };
};

/** The lanes, and what the server without a gate says of itself. Requests of the bare lane are those of the direct one. */
export const openLanes = async (nodeFlags: readonly string[]) => {
  const children = [
    await startChild('bareServer'),
    await startChild('server', ['direct'], nodeFlags),
    await startChild('server', ['gated'], nodeFlags),
  ] as const;
  const [bareChild, directChild, gatedChild] = children;
  const started = directChild.started as Started;
  const gatedStarted = gatedChild.started as Started;
  const bare = laneOf('bare', bareChild, bareChild.started as string, started);
  const direct = laneOf('direct', directChild, started.url, started);
  const gated = laneOf('gated', gatedChild, gatedStarted.url, gatedStarted);
  const close = () => {
    for (const { child, connections } of [bare, direct, gated]) {
      for (const connection of connections) connection.close();
      child.end();
    }
  };
  return { bare, direct, gated, started, close };
};

/** The answer to one request. */
export const only = async ({ connections: [connection] }: Lane, request: Buffer): Promise<RawAnswer> => {
  if (connection === undefined) throw new Error('There is no connection.');
  return connection.send(request);
};

/** How a server is. */
export const reportOf = async ({ child }: Lane, asked: Asked): Promise<Report> => (await child.ask(asked)) as Report;

/** What a round came to. */
export interface Round {
  /** Requests a second. */
  readonly rate: number;
  /** Microseconds of the server's processor time for each. */
  readonly cpu: number;
}

/** Sends these requests over and over, on all connections. @throws Error for an answer that is not 200 */
export const runRound = async (lane: Lane, requests: readonly Buffer[], milliseconds: number): Promise<Round> => {
  const before = await reportOf(lane, 'cpu');
  let sent = 0;
  const start = performance.now();
  const end = start + milliseconds;
  await Promise.all(
    lane.connections.map(async (connection, at) => {
      for (let number = at; performance.now() < end; number += CLIENTS) {
        const { status } = await connection.send(requests[number % requests.length] ?? Buffer.alloc(0));
        if (status !== 200) throw new Error(`An answer has the status ${String(status)}.`);
        sent += 1;
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const after = await reportOf(lane, 'cpu');
  return { rate: sent / seconds, cpu: (after.cpu - before.cpu) / sent };
};
