/** How many asks fit into one policy, and that fifty are compiled in little time. */
import { cpuMs } from '../../test/cpuMs.ts';
import { POLICY_LIMIT, TAG_LIMIT } from '../../core/policy/budget.ts';
import { compileTimes } from '../compile.ts';
import { count } from './count.ts';
import { inline, packOurs, tagged } from './ours.ts';
import { shapes } from './shapes/index.ts';
import { countTheirs } from './theirs.ts';
import { yardsticks } from './yardstick.ts';

const withAim = yardsticks.flatMap(({ aim, ...yardstick }) => (aim ? [{ ...yardstick, aim }] : []));

it.each(withAim)('as many asks fit as are to, $access on users/<uuid>', ({ asks, aim }) => {
  expect(packOurs(asks(aim.inline), inline, 0)).toMatchObject({ tags: [] });
  const packed = packOurs(asks(aim.tagged), tagged, 0);
  expect(packed?.text.length).toBeLessThanOrEqual(POLICY_LIMIT);
  // The caller's own are vend:sub and vend:tenant.
  expect(packed?.tags.length).toBeLessThanOrEqual(TAG_LIMIT - 2);
});

const yardstickFor = (wanted: string) => {
  const found = yardsticks.find(({ prefix, access }) => `${prefix} ${access}` === wanted);
  if (found === undefined) throw new Error(`There is no yardstick ${wanted}`);
  return found;
};

it('no other shape fits as many asks on prefixes with a list', () => {
  const counts = count(yardstickFor('42 READ+WRITE+DELETE+LIST'));
  expect(counts.theirs).toHaveLength(shapes.length);
  expect(counts.theirs.every((theirs) => theirs !== undefined && theirs > 0 && theirs < counts.inline)).toBe(true);
});

it('a shape that does not know a service is not counted for it', () => {
  const mixed = yardstickFor('42 mixed with DynamoDB');
  expect(shapes.flatMap((shape) => (countTheirs(shape, mixed) === undefined ? [] : [shape.project]))).toEqual([
    'AWS sample',
  ]);
});

// The bench holds them to 1 ms each, bundled and warmed up. This is for a fault that makes it many times as long.
it.each([{ kind: 's3' }, { kind: 'mixed' }] as const)('fifty asks are compiled in little time, $kind', ({ kind }) => {
  compileTimes(kind, 50, 20);
  const took = cpuMs(() => {
    compileTimes(kind, 50, 50);
  });
  expect(took).toBeLessThan(2_000);
});
