/**
 * `npm run bench:cold`: what a cold start of the vend function costs, build by build, as a table. Figures and how they were got:
 * bench/results.md. Lambda's own version of Node runs them once `npm run test:zip` has installed it.
 */
import { makeBuilds } from './cold/builds.ts';
import type { ColdStart } from './cold/coldStart.ts';
import { openWorld } from './cold/coldStart.ts';
import { assert, median } from './measure.ts';
import { show, table } from './table.ts';
import { isLambdaNode } from '../test/zip/lambdaNode.ts';

const [given = '15'] = process.argv.slice(2);
const ROUNDS = Number(given);
assert(Number.isInteger(ROUNDS) && ROUNDS > 0, `${given} is a number of rounds`);
// Long enough for a warm-up on a busy machine.
const PAUSE_MS = 400;
// What serverless-esbuild makes of the handler when it is told nothing but to minify.
const DEFAULT = '+ minified';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
console.log = () => undefined;

const builds = await makeBuilds();
const world = await openWorld();
const rounds: { atOnce: readonly ColdStart[]; paused: readonly ColdStart[] }[] = [];
try {
  // The first round warms the disk and judges every build before anything is timed.
  for (let round = 0; round <= ROUNDS; round += 1) {
    process.stderr.write(`round ${String(round)} of ${String(ROUNDS)} …\n`);
    const [atOnce, paused]: [ColdStart[], ColdStart[]] = [[], []];
    for (const build of builds) {
      atOnce.push(await world.coldStart(build, 0));
      paused.push(await world.coldStart(build, PAUSE_MS));
    }
    if (round > 0) rounds.push({ atOnce, paused });
  }
} finally {
  await world.close();
}

const base = builds.findIndex(({ name }) => name === DEFAULT);
const over = (pick: (start: ColdStart) => number, at: number) =>
  median(rounds.map(({ atOnce }) => pick(atOnce[at] as ColdStart) / pick(atOnce[base] as ColdStart)));
const ms = (mode: 'atOnce' | 'paused', key: keyof ColdStart, at: number) =>
  show(median(rounds.map((round) => (round[mode][at] as ColdStart)[key])), 1);

process.stdout.write(
  table([
    [
      'build',
      'bytes',
      'whole, ms',
      '× default',
      'processor, ms',
      '× default',
      'load, ms',
      'first, ms',
      'first after a pause, ms',
      'second, ms',
    ],
    ...builds.map(({ name, bytes }, at) => [
      name,
      show(bytes),
      ms('atOnce', 'whole', at),
      show(
        over(({ whole }) => whole, at),
        2,
      ),
      ms('atOnce', 'cpu', at),
      show(
        over(({ cpu }) => cpu, at),
        2,
      ),
      ms('atOnce', 'load', at),
      ms('atOnce', 'first', at),
      ms('paused', 'first', at),
      ms('paused', 'second', at),
    ]),
  ]),
);
process.stdout.write(
  `\n${String(ROUNDS)} rounds, ${isLambdaNode ? "Lambda's Node 24" : `Node ${process.version}: not Lambda's`}.\n`,
);
