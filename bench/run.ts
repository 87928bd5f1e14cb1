/** `npm run bench`: how fast a vend is decided and carried out, as a table. Figures and how they were got: bench/results.md. */
import { bundled } from './bundled.ts';
import { timeCommandLine } from './commandLine.ts';
import type * as compileBench from './compile.ts';
import type * as handlerBench from './handler.ts';
import { show, table } from './table.ts';
import { timeVends } from './vends.ts';

const rows: (readonly [bench: string, figure: string, aim: string])[] = [['bench', 'figure', 'aim']];
const progress = (text: string): void => void process.stderr.write(`${text} …\n`);

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

progress('Timing the compiler');
const { timeCompile } = await bundled<typeof compileBench>('compile');
for (const [count, aim] of [
  [1, 'over 100,000 /s'],
  [3, ''],
  [50, 'under 1 ms'],
] as const) {
  const ms = timeCompile(count);
  rows.push([
    `compile, caller → policy, ${String(count)} ask${count === 1 ? '' : 's'}`,
    `${show(1000 / ms)} /s, ${show(ms, 4)} ms`,
    aim,
  ]);
}

progress('Timing the handler');
const { timeHandler } = await bundled<typeof handlerBench>('handler');
rows.push(['handler beyond its STS call, median', `${show(await timeHandler(), 2)} ms`, 'under 1 ms']);

progress('Timing vends over HTTP');
const clients = [1, 8];
const vends = await timeVends(clients);
clients.forEach((count, at) => {
  rows.push([
    `vend over HTTP, whole local stack, ${String(count)} client${count === 1 ? '' : 's'}`,
    `${show(vends[at] ?? NaN)} /s`,
    '',
  ]);
});

progress('Timing the command line');
const { published, checkout, node } = await timeCommandLine();
rows.push(['credential-process from its cache', `${show(published)} ms of CPU`, '']);
rows.push(['the same in a checkout', `${show(checkout)} ms of CPU`, '']);
rows.push(['Node alone, for comparison', `${show(node)} ms of CPU`, '']);

process.stdout.write(table(rows));
