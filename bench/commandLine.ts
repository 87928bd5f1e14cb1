/** How long a program waits for `credential_process` when there is something in the cache: a new process each time. */
import { spawnSync } from 'node:child_process';
import { startLocalStack } from '../local/stack.ts';
import { bin, committedBin, makeHome, scopevend } from '../test/cli/runCli.ts';
import { assert, median } from './measure.ts';

const WARM_UP = 3;
const TURNS = 21;

/** What is timed: the command as it is published, as it runs in a checkout, and Node alone. */
export interface CommandLineTimes {
  readonly published: number;
  readonly checkout: number;
  readonly node: number;
}

/** Medians, in milliseconds. */
export const timeCommandLine = async (): Promise<CommandLineTimes> => {
  const stack = await startLocalStack({ port: 0, awsPort: 0 });
  const home = await makeHome();
  const log = console.log;
  console.log = () => undefined;
  try {
    const token = await scopevend(['token', '--as', 'member'], {
      environment: { ...home.environment, PORT: String(stack.port) },
    });
    const login = ['login', '--endpoint', stack.graphqlUrl, '--token', '-'];
    await scopevend(login, { environment: home.environment, input: token.stdout });
    const first = await scopevend(['credential-process'], { environment: home.environment });
    const env = { ...process.env, ...home.environment };
    const time = (args: readonly string[], expected: string): number => {
      const times: number[] = [];
      for (let turn = 0; turn < WARM_UP + TURNS; turn += 1) {
        const start = performance.now();
        const { stdout } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
        if (turn >= WARM_UP) times.push(performance.now() - start);
        assert(stdout === expected, 'a run prints what the first one vended');
      }
      return median(times);
    };
    assert(first.stdout.includes('AccessKeyId'), 'the first run vends');
    return {
      published: time([bin, 'credential-process'], first.stdout),
      checkout: time([committedBin, 'credential-process'], first.stdout),
      node: time(['-e', ''], ''),
    };
  } finally {
    console.log = log;
    await home.remove();
    await stack.close();
  }
};
