/** Starts a build in a new process, against the local STS under AWS's own name by TLS, and judges what came back. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { handler as preTokenGeneration } from '../../functions/preTokenGeneration.ts';
import { bundleResolver } from '../../local/appsync/bundle.ts';
import { signIn } from '../../local/calls/signIn.ts';
import { sampleUsers } from '../../local/cognito/sampleUsers.ts';
import type { FunctionWorld } from '../../local/functions.ts';
import { startLocalStack } from '../../local/stack.ts';
import { startAwsNames } from '../../test/clients/awsNames.ts';
import { lambdaNode } from '../../test/zip/lambdaNode.ts';
import { assert } from '../measure.ts';
import type { Build } from './builds.ts';

/** Milliseconds. `whole` is from the start of the process to its first answer, `cpu` the processor's time for that. */
export interface ColdStart {
  readonly whole: number;
  readonly cpu: number;
  readonly load: number;
  readonly first: number;
  readonly second: number;
}

interface Answer {
  readonly data?: { readonly accessKeyId?: string; readonly secretAccessKey?: string };
}
type Report = Omit<ColdStart, 'whole'> & { readonly answers: readonly Answer[] };

const project = path.resolve(import.meta.dirname, '../..');
const AWS_HERE = path.join(project, 'test/zip/awsHere.cjs');

/** What cold starts need around them. To be closed. */
export const openWorld = async () => {
  const given = new Map<string, string>();
  let world: FunctionWorld | undefined;
  const resolver = await bundleResolver('resolvers/Mutation.vendCredentials.ts', project);
  const stack = await startLocalStack({
    port: 0,
    awsPort: 0,
    // What STS really gave.
    aroundSts: (sts) => async (request) => {
      const answer = await sts(request);
      const of = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(String(answer.body))?.[1] ?? '';
      if (of('AccessKeyId') !== '') given.set(of('AccessKeyId'), of('SecretAccessKey'));
      return answer;
    },
    packaged: {
      handlerOf: (fn, itsWorld) => {
        if (fn.key === 'vend') world = itsWorld;
        return preTokenGeneration;
      },
      resolverOf: () => resolver,
    },
  });
  const { functions, userPool } = stack.service;
  const fn = functions['vend'];
  const [user] = sampleUsers;
  if (!world || !fn || !user) throw new Error('serverless.yml has no function vend, or there is no sample user');
  const own = await (
    world.credentials as () => Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken: string }>
  )();
  const names = await startAwsNames(stack.awsUrl);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'scopevend-cold-'));
  const NODE_EXTRA_CA_CERTS = path.join(folder, 'cert.pem');
  await writeFile(NODE_EXTRA_CA_CERTS, names.certificate);
  const { accessToken } = await signIn({ awsUrl: stack.awsUrl, clientId: userPool.client.id }, user);
  const env = {
    ...fn.environment,
    AWS_REGION: world.region,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_ACCESS_KEY_ID: own.accessKeyId,
    AWS_SECRET_ACCESS_KEY: own.secretAccessKey,
    AWS_SESSION_TOKEN: own.sessionToken,
    AWS_HERE_PORT: String(names.port),
    NODE_EXTRA_CA_CERTS,
  };

  /** @param pause milliseconds between loading and the first call: none, or long enough for what initialisation began */
  const coldStart = async ({ name, file, vends }: Build, pause: number): Promise<ColdStart> => {
    const before = performance.now();
    const child = fork(path.join(import.meta.dirname, 'process.cjs'), [file, String(pause)], {
      execPath: lambdaNode,
      execArgv: ['--require', AWS_HERE],
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const exited = once(child, 'exit');
    child.send({ field: 'vendCredentials', arguments: {}, authorization: accessToken });
    const ended = exited.then(() => Promise.reject(new Error(`${name} ended without a report`)));
    const [report] = (await Promise.race([once(child, 'message'), ended])) as [Report];
    const arrived = performance.now() - before;
    ended.catch(() => undefined);
    await exited;
    const { answers, ...times } = report;
    for (const { data } of vends ? answers : []) {
      const { accessKeyId = '', secretAccessKey } = data ?? {};
      assert(given.has(accessKeyId), `${name} answered credentials that STS did not give`);
      assert(given.get(accessKeyId) === secretAccessKey, `${name} answered another secret than STS`);
    }
    return { ...times, whole: arrived - times.second };
  };

  const close = async () => {
    await stack.close();
    await names.close();
    await rm(folder, { recursive: true });
  };
  return { coldStart, close };
};
