/** How many vends a second go through the whole local stack over HTTP: API, resolver, function, STS. */
import { sampleUsers } from '../local/cognito/sampleUsers.ts';
import { signIn } from '../local/calls/signIn.ts';
import { vendOverHttp } from '../local/calls/vendOverHttp.ts';
import { startLocalStack } from '../local/stack.ts';
import { assert } from './measure.ts';

const WARM_UP = 100;
const VENDS = 400;

/** @returns vends a second for each number of clients that vend at the same time */
export const timeVends = async (clientCounts: readonly number[]): Promise<readonly number[]> => {
  const log = console.log;
  console.log = () => undefined;
  const stack = await startLocalStack({ port: 0, awsPort: 0 });
  try {
    const [user] = sampleUsers;
    if (user === undefined) throw new Error('There is no sample user');
    const { accessToken: token } = await signIn(
      { awsUrl: stack.awsUrl, clientId: stack.service.userPool.client.id },
      user,
    );
    const vend = async (): Promise<void> => {
      const answer = await vendOverHttp({ graphqlUrl: stack.graphqlUrl, token });
      assert(
        'vended' in answer && answer.vended.scope.s3.length === 2,
        'every vend gives credentials for the whole scope',
      );
    };
    const several = async (times: number): Promise<void> => {
      for (let turn = 0; turn < times; turn += 1) await vend();
    };
    await several(WARM_UP);
    const figures: number[] = [];
    for (const clients of clientCounts) {
      const start = performance.now();
      await Promise.all(Array.from({ length: clients }, () => several(VENDS / clients)));
      figures.push(VENDS / ((performance.now() - start) / 1000));
    }
    return figures;
  } finally {
    await stack.close();
    console.log = log;
  }
};
