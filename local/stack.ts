/** The whole service on one machine: reads serverless.yml and runs its API, functions, user pool, STS and storage. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { handler as preTokenGeneration } from '../functions/preTokenGeneration.ts';
import { bundleResolver } from './appsync/bundle.ts';
import { awsEndpoint } from './awsEndpoint.ts';
import type { AwsService, Clock } from './awsService.ts';
import { createCognito } from './cognito/cognito.ts';
import type { Cognito } from './cognito/cognito.ts';
import { sampleUsers } from './cognito/sampleUsers.ts';
import type { SampleUser } from './cognito/sampleUsers.ts';
import type { FunctionWorld } from './functions.ts';
import { createLambda } from './lambda.ts';
import type { LambdaHandler } from './lambda.ts';
import { lambdaCredentials } from './lambdaCredentials.ts';
import { pages } from './pages/pages.ts';
import { listen, TIMEOUTS } from './ports.ts';
import type { Timeouts } from './ports.ts';
import { readService } from './readService.ts';
import type { LambdaFunction, Service } from './service.ts';
import { sampleIamUser } from './sts/sampleIamUser.ts';
import { createSts } from './sts/sts.ts';
import type { Sts, StsCall } from './sts/sts.ts';

/** A running local stack. */
export interface LocalStack {
  readonly graphqlUrl: string;
  /** Ends with a slash. */
  readonly pageUrl: string;
  readonly awsUrl: string;
  readonly port: number;
  readonly awsPort: number;
  readonly service: Service;
  /** Ends everything, open connections too. */
  close(): Promise<void>;
}

/** What runs in the place of this project's functions and resolvers: what was packaged from them. */
export interface PackagedCode {
  /** `world` is for the functions of the API only. */
  readonly handlerOf: (fn: LambdaFunction, world?: FunctionWorld) => LambdaHandler;
  readonly resolverOf: (type: string, field: string) => string;
}

/** How to start. */
export interface StackOptions {
  /** 4000 when left out; 0 is any free port. */
  readonly port?: number;
  /** 4566 when left out, any free port when `port` is any too; 0 is any free port. */
  readonly awsPort?: number;
  /** Where serverless.yml is. */
  readonly project?: string;
  readonly clock?: Clock;
  /** A folder to keep what is in S3 and DynamoDB in, from one start to the next; in memory when left out. */
  readonly keep?: string | undefined;
  /** Who can sign in: the sample users unless said otherwise. */
  readonly users?: readonly SampleUser[];
  /** This project's sources when left out. */
  readonly packaged?: PackagedCode | undefined;
  /** How long slow clients are waited for. */
  readonly timeouts?: Timeouts;
  /** Told of each call to STS. */
  readonly onStsCall?: (call: StsCall) => void;
  /** Puts something between the functions and STS, to make STS fail. */
  readonly aroundSts?: (sts: AwsService) => AwsService;
  /** Told each step of the start as it begins, in a few words. */
  readonly onStep?: (step: string) => void;
  /** Told what a function threw, or what went wrong in the local stack's own code. */
  readonly onFailure?: (where: string, error: unknown) => void;
}

type Started = Required<Pick<StackOptions, 'project' | 'clock' | 'users' | 'onFailure'>> & {
  service: Service;
  packaged: PackagedCode | undefined;
};

const functionNamed = (service: Service, key: string): LambdaFunction => {
  const fn = Object.hasOwn(service.functions, key) ? service.functions[key] : undefined;
  if (fn === undefined) throw new Error(`serverless.yml has no function ${key}, but something in it needs one.`);
  return fn;
};

const startUserPool = async ({ service, packaged, clock, users, onFailure }: Started): Promise<Cognito> => {
  const trigger = functionNamed(service, service.userPool.preTokenGeneration.function);
  return createCognito({
    userPool: service.userPool,
    region: service.region,
    users,
    preTokenGeneration: createLambda(trigger, packaged?.handlerOf(trigger) ?? preTokenGeneration, onFailure),
    clock,
    onFault: (error) => {
      onFailure('Cognito', error);
    },
  });
};

// Most of the time to start is reading code: one module after the other, since Jest cannot load two at once. Node's thread pool makes the user pool's key meanwhile.
const loadCode = async () => {
  const { functionHandler } = await import('./functions.ts');
  const { createAppSync } = await import('./appsync/appsync.ts');
  const { createStorage } = await import('./storage.ts');
  return { createAppSync, functionHandler, createStorage };
};

type Code = Awaited<ReturnType<typeof loadCode>>;

interface Deployed {
  readonly schema: string;
  /** The code of each resolver of the service, in its order. */
  readonly codes: readonly string[];
}

const readDeployed = async ({ service, project, packaged }: Started): Promise<Deployed> => {
  const [schemas, codes] = await Promise.all([
    Promise.all(service.api.schema.map((file) => readFile(path.resolve(project, file), 'utf8'))),
    Promise.all(
      service.resolvers.map(
        async ({ code, type, field }) => packaged?.resolverOf(type, field) ?? bundleResolver(code, project),
      ),
    ),
  ]);
  return { schema: schemas.join('\n'), codes };
};

const startApi = (
  { service, packaged, clock, onFailure }: Started,
  { schema, codes }: Deployed,
  { createAppSync, functionHandler }: Pick<Code, 'createAppSync' | 'functionHandler'>,
  { cognito, sts, awsUrl }: { cognito: Cognito; sts: Sts; awsUrl: string },
) => {
  // A copy: verifiers may keep what they are given.
  const jwks = { keys: cognito.jwks.keys.map((key) => ({ ...key })) };
  const invocations = new Map(
    [...new Set(service.resolvers.map((resolver) => resolver.function))].map((key) => {
      const fn = functionNamed(service, key);
      const credentials = lambdaCredentials(sts, fn, clock);
      const world = { region: service.region, jwks, awsUrl, credentials };
      return [key, createLambda(fn, packaged?.handlerOf(fn, world) ?? functionHandler(fn, world), onFailure)] as const;
    }),
  );
  return createAppSync({
    api: service.api,
    schema,
    userPool: service.userPool,
    jwks,
    resolvers: service.resolvers.map(({ type, field, function: key }, index) => ({
      type,
      field,
      code: codes[index] ?? '',
      invoke: invocations.get(key) ?? (() => Promise.reject(new Error(`No function ${key}.`))),
    })),
    clock,
    onFault: (fault) => {
      onFailure('AppSync', new Error(fault));
    },
  });
};

/**
 * Starts the local stack on 127.0.0.1.
 *
 * @throws PortError when a port cannot be had; what serverless.yml, the schema, a resolver or grants.ts has wrong
 */
export const startLocalStack = async ({
  port = 4000,
  awsPort = port === 0 ? 0 : 4566,
  project = path.resolve(import.meta.dirname, '..'),
  clock = Date.now,
  users = sampleUsers,
  keep,
  packaged,
  timeouts = TIMEOUTS,
  onStsCall = () => undefined,
  aroundSts = (sts) => sts,
  onStep = () => undefined,
  onFailure = () => undefined,
}: StackOptions = {}): Promise<LocalStack> => {
  onStep('reading serverless.yml');
  const service = await readService({ project });
  const started: Started = { service, packaged, project, clock, users, onFailure };
  onStep('making the signing key of the user pool, bundling the resolvers');
  const [cognito, deployed, code] = await Promise.all([startUserPool(started), readDeployed(started), loadCode()]);
  const sts = createSts({ service, keys: [sampleIamUser(service)], clock, onCall: onStsCall });
  onStep('making buckets and tables');
  const storage = await code.createStorage({ service, sts, clock, users, keep });
  const { s3, dynamodb } = storage;
  const services = { sts: aroundSts(sts.serve), 'cognito-idp': cognito.serve, s3, dynamodb };
  const endpoint = awsEndpoint(
    services,
    (error) => {
      onFailure('AWS endpoint', error);
    },
    timeouts,
  );
  const aws = await listen(endpoint, awsPort, 'AWS_PORT', timeouts).catch(async (error: unknown) => {
    await storage.close();
    throw error;
  });
  try {
    onStep('starting the API');
    const api = startApi(started, deployed, code, { cognito, sts, awsUrl: aws.url });
    const web = await listen(pages({ api, service, awsUrl: aws.url, users }), port, 'PORT', timeouts);
    return {
      graphqlUrl: `${web.url}/graphql`,
      pageUrl: `${web.url}/`,
      awsUrl: aws.url,
      port: web.port,
      awsPort: aws.port,
      service,
      close: async () => {
        await Promise.all([web.close(), aws.close()]);
        await storage.close();
      },
    };
  } catch (error) {
    await aws.close();
    await storage.close();
    throw error;
  }
};
