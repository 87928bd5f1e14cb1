/** Many clients at the same time for a while, and whether the gate and what is behind it bear it. */
import { startChild } from './child.ts';
import { createLoadClient } from './loadClient.ts';
import type { LoadClient } from './loadClient.ts';
import type { Asked, Report, Started } from './messages.ts';

/** What came of it. Every answer was right: one that is not ends the load with an error. */
export interface LoadFigures {
  readonly allowed: number;
  readonly denied: number;
  /** Milliseconds. */
  readonly took: number;
  /** Unhandled rejections, warnings and internal errors of the server, as text. */
  readonly faults: readonly string[];
  /** Bytes that the server's heap has grown by since a third of the time had passed, garbage aside. */
  readonly growth: number;
}

/** Operations of each client at least, however slow the machine is. */
const LEAST = 15;

const until = (end: number, clients: readonly LoadClient[]): Promise<unknown> =>
  Promise.all(
    clients.map(async (client) => {
      for (let done = 0; done < LEAST || performance.now() < end; done += 1) await client.act();
    }),
  );

const total = (clients: readonly LoadClient[], what: 'allowed' | 'denied'): number =>
  clients.reduce((sum, { tally }) => sum + tally[what], 0);

/** Each client is another user, with a session of its own, and tries to get at what the next one has. @throws Error for a wrong answer */
export const runLoad = async (count: number, milliseconds: number): Promise<LoadFigures> => {
  const child = await startChild('server', ['gated', String(count)]);
  const started = child.started as Started;
  const report = async () => (await child.ask('heap' satisfies Asked)) as Report;
  const { sessions } = started;
  const clients = sessions.flatMap((own, number) => {
    const rival = sessions[(number + 1) % sessions.length];
    return rival === undefined ? [] : [createLoadClient(started, own, rival, number)];
  });
  try {
    const start = performance.now();
    await until(start + milliseconds / 3, clients);
    const { heap } = await report();
    await until(start + milliseconds, clients);
    await Promise.all(clients.map((client) => client.checkAll()));
    const took = performance.now() - start;
    const end = await report();
    return {
      allowed: total(clients, 'allowed'),
      denied: total(clients, 'denied'),
      took,
      faults: end.faults,
      growth: end.heap - heap,
    };
  } finally {
    for (const client of clients) client.close();
    child.end();
  }
};
