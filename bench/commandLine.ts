/** What `credential_process` costs when there is something in the cache: a new process each time. */
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

/** Says on stderr, at its end, how many microseconds of a processor a process has had: a machine's load changes that little. */
const telling = [
  '--import',
  `data:text/javascript,process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write(String(user + system)); })`,
];

/** Medians of the processor's time, in milliseconds. */
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
        const { stdout, stderr } = spawnSync(process.execPath, [...telling, ...args], { env, encoding: 'utf8' });
        if (turn >= WARM_UP) times.push(Number(stderr) / 1_000);
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
