/** `npm start`: runs the service on this machine and says how to use it. */
import { functionLogLine } from './terminal/functionLog.ts';
import { ownEnvironment } from './terminal/ownEnvironment.ts';
import { paintFor } from './terminal/paint.ts';
import { portFrom } from './ports.ts';
import { createProgress } from './terminal/progress.ts';

const paint = paintFor(process.stdout, process.env);
const write = (text: string): void => {
  process.stdout.write(text);
};

const start = async (): Promise<void> => {
  const ports = { port: portFrom(process.env, 'PORT'), awsPort: portFrom(process.env, 'AWS_PORT') };
  ownEnvironment(process.env);
  const progress = createProgress(write);
  progress.step('loading');
  // Loaded only now: the AWS SDK reads the environment when it is loaded.
  const { startLocalStack } = await import('./stack.ts');
  const stack = await startLocalStack({
    ...ports,
    onStep: progress.step,
    onFailure: (where, error) => {
      process.stderr.write(`${paint('red', where)} ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
    },
  });

  const stop = (): void => {
    // A terminal has just shown ^C.
    write(process.stdout.isTTY ? '\nStopped.\n' : 'Stopped.\n');
    void stack.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);

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

start().catch((error: unknown) => {
  process.stderr.write(
    `${paint('red', 'The local stack did not start.')} ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
