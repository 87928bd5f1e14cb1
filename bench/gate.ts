/**
 * `npm run bench:gate`: what the local gate costs, and how it bears a load, as a table. Figures and how they were got:
 * bench/results.md. Arguments are flags of Node for the servers: `npm run bench:gate -- --cpu-prof --cpu-prof-dir=.cache` writes their profiles.
 */
import { runLoad } from './gate/load.ts';
import { timeGate } from './gate/timeGate.ts';
import { assert } from './measure.ts';
import { show, table } from './table.ts';

const CLIENTS = 50;
const LOAD_MS = 30_000;

const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text === '' ? '' : `${text} …`}`);
};

const figures = await timeGate(progress, process.argv.slice(2));
progress(`${String(CLIENTS)} clients for ${String(LOAD_MS / 1000)} seconds`);
const { allowed, denied, took, faults, growth } = await runLoad(CLIENTS, LOAD_MS);
assert(faults.length === 0, faults.join('\n'));
progress('');

process.stdout.write(
  table([
    [
      'operation',
      'bare HTTP',
      'direct',
      'gated',
      'gated / direct',
      'processor time, direct',
      'gated',
      'direct / gated',
    ],
    ...figures.map(({ name, rate, rateRatio, cpu, cpuRatio }) => [
      name,
      ...[rate.bare, rate.direct, rate.gated].map((value) => `${show(value)}/s`),
      show(rateRatio, 2),
      ...[cpu.direct, cpu.gated].map((value) => `${show(value)} µs`),
      show(cpuRatio, 2),
    ]),
  ]),
);
process.stdout.write(
  `\n${String(CLIENTS)} clients, everything mixed, ${show(took / 1000)} s: ${show(((allowed + denied) / took) * 1000)} requests a second, ` +
    `${show(allowed)} allowed and ${show(denied)} denied, all answered rightly; heap ${growth < 0 ? '' : '+'}${show(growth / 2 ** 20, 1)} MB.\n`,
);
