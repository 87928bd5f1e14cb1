/** The local stack with what was packaged: the resolvers of the template, and the functions of the zips, each in its own process. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FunctionWorld } from '../../local/functions.ts';
import type { LambdaHandler } from '../../local/lambda.ts';
import type { LambdaFunction } from '../../local/service.ts';
import { startLocalStack } from '../../local/stack.ts';
import { type AwsNames, startAwsNames } from '../clients/awsNames.ts';
import { packagedOnce, type PackagedTemplate } from '../packagedOnce.ts';
import { type AwsHere, type RunningZip, runZip, unpack } from './runZip.ts';

const resolverOf =
  ({ resources }: PackagedTemplate) =>
  (type: string, field: string): string => {
    const found = Object.values(resources).find(
      ({ Type, Properties }) =>
        Type === 'AWS::AppSync::Resolver' && Properties['TypeName'] === type && Properties['FieldName'] === field,
    );
    return found?.Properties['Code'] as string;
  };

/** Starts it on free ports, with JWKS and STS under AWS's own names. To be closed. */
export const startZipStack = async () => {
  const packaged = await packagedOnce('dev');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'scopevend-zip-'));
  for (const files of Object.values(packaged.files)) await unpack(files, folder);
  const certificateFile = path.join(folder, 'cert.pem');
  const calls: string[] = [];
  const running: Record<string, Promise<RunningZip>> = {};
  let names: Promise<AwsNames> | undefined;

  const here = async (awsUrl: string): Promise<AwsHere> => {
    names ??= startAwsNames(awsUrl);
    const { port, certificate } = await names;
    await writeFile(certificateFile, certificate);
    return { port, certificateFile };
  };

  const start = async (fn: LambdaFunction, world?: FunctionWorld): Promise<RunningZip> => {
    const file = path.join(folder, `${fn.handler.replace(/\.handler$/, '')}.js`);
    const lambda = { ...fn.environment, AWS_LAMBDA_FUNCTION_NAME: fn.name };
    if (!world) return runZip(file, lambda);
    const { credentials, region, awsUrl } = world;
    const own = typeof credentials === 'function' ? await credentials() : credentials;
    return runZip(
      file,
      {
        ...lambda,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: own.accessKeyId,
        AWS_SECRET_ACCESS_KEY: own.secretAccessKey,
        AWS_SESSION_TOKEN: own.sessionToken ?? '',
      },
      await here(awsUrl),
    );
  };

  const handlerOf = (fn: LambdaFunction, world?: FunctionWorld): LambdaHandler => {
    const started = (running[fn.key] = start(fn, world));
    started.catch(() => undefined);
    return async (event, context) => (await started).invoke(event, context);
  };

  const stack = await startLocalStack({
    port: 0,
    awsPort: 0,
    packaged: { handlerOf, resolverOf: resolverOf(packaged) },
    onStsCall: ({ operation, outcome }) => calls.push(`${operation} ${outcome}`),
  });
  return {
    stack,
    /** Operation and outcome of each call to STS. */
    calls,
    /** Ends the connections that the functions keep to AWS. */
    disconnect: async (): Promise<void> => (await names)?.disconnect(),
    function: (key: string): Promise<RunningZip> => running[key] ?? Promise.reject(new Error(`No function ${key}`)),
    close: async (): Promise<void> => {
      for (const zip of Object.values(running)) (await zip).close();
      await stack.close();
      await (await names)?.close();
      await rm(folder, { recursive: true });
    },
  };
};
