/** Questions at the terminal, on stderr, so that stdout stays for answers. What is hidden is never echoed. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Interrupted, UsageError } from './failures.ts';
import { printable } from './printable.ts';

/** Where people sit: parts of process. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream;
}

/**
 * Asks one question and gives the line that is typed. The terminal is as before afterwards, however it ends.
 *
 * @throws UsageError when stdin is no terminal; Interrupted by Ctrl-C and Ctrl-D
 */
export const askAt =
  ({ stdin, stderr }: Terminal) =>
  (question: string, { hidden = false }: { readonly hidden?: boolean } = {}): Promise<string> =>
    new Promise((resolve, reject) => {
      const text = `${printable(question)}: `;
      if (stdin.isTTY !== true) {
        reject(
          new UsageError(
            `There is no terminal to ask at: "${printable(question)}". In a script, pipe a token: scopevend login --token -`,
          ),
        );
        return;
      }
      // Readline edits lines and knows pasting; with nowhere to write to, it cannot show what is typed.
      const echo = new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          if (!hidden) stderr.write(chunk);
          done();
        },
      });
      if (hidden) stderr.write(text);
      const lines = createInterface({ input: stdin, output: echo, terminal: true, historySize: 0 });
      let answered = false;
      lines.question(hidden ? '' : text, (answer) => {
        answered = true;
        lines.close();
        if (hidden) stderr.write('\n');
        resolve(answer);
      });
      lines.on('SIGINT', () => {
        lines.close();
      });
      lines.on('close', () => {
        if (answered) return;
        stderr.write('\n');
        reject(new Interrupted('Interrupted.'));
      });
    });
