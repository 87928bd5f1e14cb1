/** `npm start`: runs the service on this machine and says how to use it. */
import { keepFolder } from './keepFolder.ts';
import { runCommand } from './terminal/runCommand.ts';
import { functionLogLine } from './terminal/functionLog.ts';
import { ownEnvironment } from './terminal/ownEnvironment.ts';
import { paintFor } from './terminal/paint.ts';
import { onParentGone } from './terminal/parentGone.ts';
import { portsFrom } from './ports.ts';
import { createProgress } from './terminal/progress.ts';

const usage = `Runs the whole service on 127.0.0.1, until Ctrl-C.

Usage: npm start [-- --keep | --keep-in <folder>]

  --keep     keeps what is in S3 and DynamoDB in .local/, and goes on with it; otherwise everything is in memory
  --keep-in  keeps it in another folder
  PORT       the GraphiQL page and the GraphQL API, 4000 unless set
  AWS_PORT   the AWS endpoint, 4566 unless set

For example: PORT=4100 AWS_PORT=4600 npm start
docs/local.md says what is faithful and what is not.`;

const paint = paintFor(process.stdout, process.env);
const write = (text: string): void => {
  process.stdout.write(text);
};

const start = async (keep: string | undefined): Promise<void> => {
  const ports = portsFrom(process.env);
  ownEnvironment(process.env);
  const progress = createProgress(write);
  progress.step('loading');
  // Loaded only now: the AWS SDK reads the environment when it is loaded.
  const { startLocalStack } = await import('./stack.ts');
  const stack = await startLocalStack({
    ...ports,
    keep,
    onStep: progress.step,
    onFailure: (where, error) => {
      process.stderr.write(`${paint('red', where)} ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
    },
  });

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // A terminal has just shown ^C.
    write(process.stdout.isTTY ? '\nStopped.\n' : 'Stopped.\n');
    stack.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  onParentGone(stop);

  progress.step('vending once');
  const log: string[] = [];
  console.log = (line: unknown) => log.push(functionLogLine(String(line), paint));
  const { demonstrate } = await import('./terminal/demonstrate.ts');
  const text = await demonstrate(stack, { paint, columns: process.stdout.columns || 100 });
  progress.done();
  write(text);
  console.log = (line: unknown) => {
    write(`${functionLogLine(String(line), paint)}\n`);
  };
};

await runCommand(usage, async () => {
  await start(keepFolder(process.argv.slice(2), process.env)).catch((error: unknown) => {
    process.stderr.write(
      `${paint('red', 'The local stack did not start.')} ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  });
});
