/** Which IAM user's keys a command uses, and whether it therefore asks the STS of this machine or that of AWS. */
import { sampleAccessKey } from '../sts/sampleIamUser.ts';
import type { RunningStack } from './findStack.ts';

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

/** AWS is asked only when the environment leaves no doubt. The first doubt there is, as a sentence. */
const doubt = (environment: Environment): string | undefined => {
  if (environment['AWS_SESSION_TOKEN']) {
    return 'AWS_SESSION_TOKEN is set, and a session may not call this: it takes an IAM user, by its long-term keys.';
  }
  const endpoint = ['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL'].find((name) => environment[name]);
  if (endpoint !== undefined) return `${endpoint} is set, so they may not be meant for AWS.`;
  return environment['AWS_REGION'] ? undefined : 'AWS_REGION is not set.';
};

/**
 * The keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are used, against AWS, when they are long-term keys of the developer's
 * own and AWS_REGION says where; else those of the local stack's sample user, against the local stack.
 */
export const iamUserKeys = (
  environment: Environment,
  { awsUrl, region: localRegion }: Pick<RunningStack, 'awsUrl' | 'region'>,
): IamUserKeys => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION: region } = environment;
  const own = accessKeyId && secretAccessKey && accessKeyId !== sampleAccessKey.accessKeyId;
  const why = own ? doubt(environment) : undefined;
  if (own && why === undefined && region) {
    return {
      where: 'AWS',
      told: `Asking AWS STS in ${region}, as the IAM user whose access key in the environment ends in ${accessKeyId.slice(-4)}. A session policy of the local stack's API names resources as they are called on this machine.`,
      region,
      endpoint: undefined,
      credentials: { accessKeyId, secretAccessKey },
    };
  }
  const leftAlone = why === undefined ? '' : ` The keys in the environment are left alone: ${why}`;
  return {
    where: 'local stack',
    told: `Asking the local stack's STS at ${awsUrl}, as its IAM user developer.${leftAlone}`,
    region: localRegion,
    endpoint: awsUrl,
    credentials: sampleAccessKey,
  };
};
