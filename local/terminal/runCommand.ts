/** What `npm start` and `npm run attack` share: usage on stderr with exit code 2, any other failure with exit code 1. */
import { outliveReaders } from '../../client/cli/closedPipe.ts';
import { exitCodeOf, isUsage, messageOf } from '../../client/cli/failures.ts';

/** Where a command finds the stack: the end of its usage. */
export const portsUsage = `PORT is where the stack is, 4000 unless set. AWS_PORT is where its AWS endpoint is: unless set, the stack says so.
Where the stack was started with another PORT, export that one here too.`;

const usageLine = (usage: string): string => /^Usage: .*$/m.exec(usage)?.[0] ?? '';

/** Runs a command, or says how it is meant for --help; what it throws becomes a line on stderr and the exit code. */
export const runCommand = async (usage: string, command: () => Promise<void>): Promise<void> => {
  outliveReaders();
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  try {
    await command();
  } catch (error) {
    const message = messageOf(error);
    process.stderr.write(isUsage(error) ? `${message}\n${usageLine(usage)} (--help says more)\n` : `${message}\n`);
    process.exitCode = exitCodeOf(error);
  }
};
