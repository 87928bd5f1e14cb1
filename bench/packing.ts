/**
 * `npm run bench:packing`: how many asks fit into one session policy, beside the shapes of other projects, and how long fifty
 * take to compile. Figures and how they were got: bench/results.md.
 */
import { bundled } from './bundled.ts';
import type * as compileBench from './compile.ts';
import { assert } from './measure.ts';
import { count } from './packing/count.ts';
import { shapes } from './packing/shapes/index.ts';
import { yardsticks } from './packing/yardstick.ts';
import { show, table } from './table.ts';

const OURS = ['inline', 'with tags', 'tags, bytes', 'as vended, overhead 1,200', 'overhead 0'];

const rows = [['prefix', 'access', ...OURS, ...shapes.map(({ project }) => project)]];
for (const yardstick of yardsticks) {
  const { prefix, access, aim } = yardstick;
  const { inline, tagged, tags, bytes, vended, theirs } = count(yardstick);
  assert(
    aim === undefined || (inline >= aim.inline && tagged >= aim.tagged),
    `${access} on prefixes of ${prefix} characters fits as often as it is to`,
  );
  rows.push([
    prefix,
    access,
    ...[show(inline), show(tagged), `${show(tags)}, ${show(bytes)}`, show(vended.assumed), show(vended.none)],
    ...theirs.map((value) => (value === undefined ? '-' : show(value))),
  ]);
}
process.stdout.write(table(rows));
process.stdout.write(
  '\nHow many asks fit into a policy of 2,048 characters, with tags within 50, the two of the caller included. Bytes are those of policy\n' +
    'and tags as they are. What tags cost of the session token (4,096 bytes in all) cannot be seen without AWS: a vend takes them only\n' +
    'where its bound leaves room.\n\n',
);

const { timeEachCompile } = await bundled<typeof compileBench>('compile');
const times = [['compile, caller → policy, processor time', 'median', 'p95', 'aim']];
for (const [name, kind, asks, aim] of [
  ['50 asks, S3', 's3', 50, 1],
  ['50 asks, S3 and DynamoDB', 'mixed', 50, 1],
  ['40 asks, S3, some in tags', 'tagged', 40, undefined],
] as const) {
  const { median, p95 } = timeEachCompile(kind, asks);
  assert(aim === undefined || median < aim, `${name} compile in less than ${String(aim)} ms: ${show(median, 2)} ms`);
  times.push([name, `${show(median, 2)} ms`, `${show(p95, 2)} ms`, aim === undefined ? '' : `under ${String(aim)} ms`]);
}
process.stdout.write(table(times));
