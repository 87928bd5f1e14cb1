/** The functions of serverless.yml as handlers that run here: with their own environment, their role and local STS. */
import type { STSClientConfig } from '@aws-sdk/client-sts';
import { previewHandler } from '../functions/previewHandler.ts';
import { vendHandler } from '../functions/vendHandler.ts';
import type { LambdaHandler } from './lambda.ts';
import type { LambdaFunction } from './service.ts';

type HandlerOptions = Parameters<typeof vendHandler>[0];

/** What the functions find around them. */
export interface FunctionWorld {
  readonly region: string;
  /** The signing keys of the user pool. */
  readonly jwks: NonNullable<HandlerOptions['jwks']>;
  readonly awsUrl: string;
  readonly credentials: NonNullable<STSClientConfig['credentials']>;
}

// Nothing of this machine's own AWS settings has a say: where STS is, and who calls, is explicit.
const stsOf = ({ awsUrl, region, credentials }: FunctionWorld): STSClientConfig => ({
  endpoint: awsUrl,
  region,
  credentials,
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
});

const environmentOf = (fn: LambdaFunction, { region }: FunctionWorld): Readonly<Record<string, string>> => ({
  ...fn.environment,
  AWS_REGION: region,
  AWS_LAMBDA_FUNCTION_NAME: fn.name,
});

const factories = new Map<string, (fn: LambdaFunction, world: FunctionWorld) => LambdaHandler>([
  [
    'functions/vend.handler',
    (fn, world) => vendHandler({ environment: environmentOf(fn, world), jwks: world.jwks, sts: stsOf(world) }),
  ],
  [
    'functions/preview.handler',
    (fn, world) => previewHandler({ environment: environmentOf(fn, world), jwks: world.jwks }),
  ],
]);

/**
 * The handler of an API function.
 *
 * @throws when serverless.yml names a handler that the local stack has no factory for
 */
export const functionHandler = (fn: LambdaFunction, world: FunctionWorld): LambdaHandler => {
  const factory = factories.get(fn.handler);
  if (factory === undefined) {
    throw new Error(
      `serverless.yml gives the function ${fn.key} the handler ${fn.handler}. The local stack runs ${[...factories.keys()].join(' and ')}: add it to local/functions.ts.`,
    );
  }
  return factory(fn, world);
};
