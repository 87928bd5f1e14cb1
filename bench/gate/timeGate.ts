/** How many requests a second go through the gate, past it, and through nothing but Node's HTTP server. */
import { assert, median } from '../measure.ts';
import type { RawAnswer } from './connection.ts';
import { only, openLanes, reportOf, runRound } from './lanes.ts';
import type { Lane, Round } from './lanes.ts';
import type { Canned } from './messages.ts';
import { getRequest } from './requests.ts';
import { workloads } from './workloads.ts';
import type { Workload } from './workloads.ts';

const ROUND_MS = 500;
const WARM_UP_ROUNDS = 4;
const ROUNDS = 15;

/** Medians of all rounds; ratios are the medians of the ratios of each round. */
export interface GateFigures {
  readonly name: string;
  /** Requests a second. */
  readonly rate: Readonly<Record<Lane['name'], number>>;
  /** Gated by direct. */
  readonly rateRatio: number;
  /** Microseconds of the server's processor time for a request. */
  readonly cpu: Readonly<Record<Lane['name'], number>>;
  /** Direct by gated. */
  readonly cpuRatio: number;
}

/** The right answer for every key, in the order of the keys; they are returned. */
const assertAnswers = async (lane: Lane, workload: Workload): Promise<readonly RawAnswer[]> => {
  const answers: RawAnswer[] = [];
  for (const request of lane.sign(workload)) {
    const answer = await only(lane, request);
    const right = answer.status === 200 && workload.isRight(answer.body, answers.length);
    assert(right, `${workload.name}, ${lane.name}: ${answer.head}\n${answer.body.toString().slice(0, 300)}`);
    answers.push(answer);
  }
  return answers;
};

/** Another user's object: the gate denies it, and where there is none it is only not found. */
const assertGate = async (lane: Lane, bucket: string, expected: number): Promise<void> => {
  const [request] = lane.sign({ request: () => getRequest(bucket, 'users/somebody-else/secret.txt') });
  const { status } = await only(lane, request ?? Buffer.alloc(0));
  assert(status === expected, `${lane.name}: a foreign key gives ${String(status)}, not ${String(expected)}`);
};

const cannedOf = ({ head, body }: RawAnswer): Canned => ({
  headers: Object.fromEntries(
    head
      .split('\r\n')
      .slice(1)
      .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])
      .filter(([name]) => !['Date', 'Connection', 'Keep-Alive'].includes(name)),
  ),
  body: body.toString('base64'),
});

type Rounds = Readonly<Record<Lane['name'], readonly Round[]>>;

const figuresOf = (name: string, rounds: Rounds): GateFigures => {
  const { bare, direct, gated } = rounds;
  const middle = (what: keyof Round) => {
    const of = (some: readonly Round[]) => median(some.map((round) => round[what]));
    return { bare: of(bare), direct: of(direct), gated: of(gated) };
  };
  const ratio = (what: keyof Round) =>
    median(gated.map((round, at) => round[what] / (direct[at]?.[what] ?? Number.NaN)));
  return { name, rate: middle('rate'), rateRatio: ratio('rate'), cpu: middle('cpu'), cpuRatio: 1 / ratio('cpu') };
};

/**
 * @param progress told in a few words what is going on
 * @param nodeFlags for the servers with and without gate
 */
export const timeGate = async (
  progress: (text: string) => void,
  nodeFlags: readonly string[],
): Promise<readonly GateFigures[]> => {
  progress('starting the servers');
  const { bare, direct, gated, started, close } = await openLanes(nodeFlags);
  const lanes = [bare, direct, gated];
  const all = workloads(started);
  const assertAll = async (workload: Workload) => {
    await assertAnswers(gated, workload);
    return assertAnswers(direct, workload);
  };
  const time = async (workload: Workload): Promise<GateFigures> => {
    const rounds: Record<Lane['name'], Round[]> = { bare: [], direct: [], gated: [] };
    for (let turn = -WARM_UP_ROUNDS; turn < ROUNDS; turn += 1) {
      progress(`${workload.name}: ${turn < 0 ? 'warming up' : `round ${String(turn + 1)} of ${String(ROUNDS)}`}`);
      // Whoever comes first in one round comes last in another.
      const shift = (turn + WARM_UP_ROUNDS) % lanes.length;
      for (const lane of [...lanes.slice(shift), ...lanes.slice(0, shift)]) {
        const round = await runRound(lane, lane.sign(workload), ROUND_MS);
        if (turn >= 0) rounds[lane.name].push(round);
      }
    }
    await assertAll(workload);
    return figuresOf(workload.name, rounds);
  };
  try {
    progress('checking the answers');
    const canned: Record<string, Canned> = {};
    for (const workload of all) {
      const [answer] = await assertAll(workload);
      const { method, headers } = workload.request(0);
      if (answer) canned[`${method} ${String(headers?.['x-amz-target'])}`] = cannedOf(answer);
    }
    await bare.child.ask(canned);
    await assertGate(gated, started.bucket, 403);
    await assertGate(direct, started.bucket, 404);
    const figures: GateFigures[] = [];
    for (const workload of all) figures.push(await time(workload));
    for (const lane of [direct, gated]) {
      const { faults } = await reportOf(lane, 'heap');
      assert(faults.length === 0, faults.join('\n'));
    }
    return figures;
  } finally {
    close();
  }
};
