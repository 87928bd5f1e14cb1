/** The command `scopevend`: runs one command, and turns what it throws into words on stderr and an exit code. */
import { readFile } from 'node:fs/promises';
import { outliveReaders } from './closedPipe.ts';
import { understand } from './commandLine.ts';
import type { Understood } from './commandLine.ts';
import { exitCodeOf, messageOf, Refused } from './failures.ts';
import { formOf, tell, write } from './output.ts';
import { printableLines } from './printable.ts';

const version = async (): Promise<string> => {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
};

/** For a program the refusal as it is; for people its words, and the id by which an operator finds it. */
const tellRefusal = async (error: Refused, understood: Understood | undefined): Promise<void> => {
  const { hintFor } = await import('./hint.ts');
  const { refusal } = error;
  const hint = hintFor(refusal);
  const takesJson = understood !== undefined && 'command' in understood && understood.command.options.includes('json');
  if (takesJson && formOf(understood.invocation.options, process.stdout) === 'json') {
    process.stderr.write(`${JSON.stringify({ ...refusal, hint }, null, 2)}\n`);
    return;
  }
  const vendId = refusal.errorInfo?.['vendId'];
  const lines = [
    messageOf(error),
    ...(hint === undefined ? [] : [hint]),
    ...(typeof vendId === 'string' ? [`(vend id ${vendId})`] : []),
  ];
  tell(printableLines(lines.join('\n')));
};

const main = async (words: readonly string[]): Promise<void> => {
  outliveReaders();
  let understood: Understood | undefined;
  try {
    understood = understand(words);
    if ('print' in understood) write(`${understood.print}\n`);
    else if ('version' in understood) write(`${await version()}\n`);
    else await (await understood.command.load()).run(understood.invocation);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (error instanceof Refused) await tellRefusal(error, understood);
    else tell(printableLines(messageOf(error)));
  }
};

await main(process.argv.slice(2));
