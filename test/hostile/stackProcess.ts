/** A process that is the local stack, tells its parent what goes wrong in it, and how much memory it holds. */
import { TIMEOUTS } from '../../local/ports.ts';
import type { Timeouts } from '../../local/ports.ts';
import { startLocalStack } from '../../local/stack.ts';

/** What the process knows of itself. */
export interface Report {
  /** In use after garbage collection, on the heap and in buffers; 0 when nobody asked for it. */
  readonly bytes: number;
  /** Open ones over TCP. */
  readonly connections: number;
  /** Warnings, rejections that nobody handled, and what the stack calls its own fault. */
  readonly faults: readonly string[];
}

/** What it says when it is up. */
export interface Ready {
  readonly port: number;
  readonly awsPort: number;
}

const faults: string[] = [];
const note = (where: string, error: unknown): void => {
  faults.push(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
};
process.on('warning', (warning) => {
  note('warning', warning);
});
process.on('unhandledRejection', (reason) => {
  note('unhandled rejection', reason);
});

const bytesInUse = async (): Promise<number> => {
  // Twice, with a turn between: what is finalised in the first is free only in the second.
  for (let pass = 0; pass < 2; pass += 1) {
    globalThis.gc?.();
    await new Promise(setImmediate);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const openConnections = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;

const timeouts = { ...TIMEOUTS, ...(JSON.parse(process.argv[2] ?? '{}') as Partial<Timeouts>) };
const stack = await startLocalStack({ port: 0, awsPort: 0, timeouts, onFailure: note });
process.on('message', (what) => {
  void (what === 'bytes' ? bytesInUse() : Promise.resolve(0)).then((bytes) =>
    process.send?.({ bytes, connections: openConnections(), faults } satisfies Report),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ port: stack.port, awsPort: stack.awsPort } satisfies Ready);
