/** Which IAM user's keys are used, and whether therefore the STS of this machine is asked or that of AWS. */
import { UsageError } from '../failures.ts';
import type { RunningStack } from '../findStack.ts';

/** Long-term keys, and where they are good. */
export interface IamUserKeys {
  readonly where: 'AWS' | 'local stack';
  /** Who asks whom, and why not somebody else: a line for people. It holds no secret. */
  readonly told: string;
  readonly region: string;
  /** The local stack's; undefined: that of AWS in the Region. */
  readonly endpoint: string | undefined;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What of the local stack is needed. */
export type KeysOfStack = Pick<RunningStack, 'awsUrl' | 'region' | 'iamUser'>;

/** AWS is asked only when the environment leaves no doubt. The first doubt there is, as a sentence. */
const doubt = (environment: Environment): string | undefined => {
  if (environment['AWS_SESSION_TOKEN']) {
    return 'AWS_SESSION_TOKEN is set, and a session may not call this: it takes an IAM user, by its long-term keys.';
  }
  const endpoint = ['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL'].find((name) => environment[name]);
  if (endpoint !== undefined) return `${endpoint} is set, so they may not be meant for AWS.`;
  return environment['AWS_REGION'] ? undefined : 'AWS_REGION is not set.';
};

const NAMES_OF_STACK = " A session policy of the local stack's API names resources as they are called on this machine.";

/**
 * The keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are used, against AWS, when they are long-term keys of the developer's
 * own and AWS_REGION says where; else those of the local stack's IAM user, against the local stack.
 *
 * @param stack undefined when the user who asks is none of the local stack's
 * @throws UsageError when the keys in the environment are not to be used, and there is no local stack
 */
export const iamUserKeys = (environment: Environment, stack: KeysOfStack | undefined): IamUserKeys => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION: region } = environment;
  const own = accessKeyId && secretAccessKey && accessKeyId !== stack?.iamUser.accessKeyId;
  const why = own ? doubt(environment) : undefined;
  if (own && why === undefined && region) {
    return {
      where: 'AWS',
      told: `Asking AWS STS in ${region}, as the IAM user whose access key in the environment ends in ${accessKeyId.slice(-4)}.${stack ? NAMES_OF_STACK : ''}`,
      region,
      endpoint: undefined,
      credentials: { accessKeyId, secretAccessKey },
    };
  }
  if (stack === undefined) {
    throw new UsageError(
      `This calls AWS STS as an IAM user: set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION. ${why === undefined ? '' : `Those that are set are left alone: ${why}`}`.trimEnd(),
    );
  }
  const leftAlone = why === undefined ? '' : ` The keys in the environment are left alone: ${why}`;
  return {
    where: 'local stack',
    told: `Asking the local stack's STS at ${stack.awsUrl}, as its IAM user developer.${leftAlone}`,
    region: stack.region,
    endpoint: stack.awsUrl,
    credentials: stack.iamUser,
  };
};
