/** `vend … --as`: what a vend gives by the operations that an IAM user can call, for trying it out in development. */
import type { CredentialsPreview } from '../../core/schema.ts';
import { findStack } from '../calls/findStack.ts';
import type { RunningStack } from '../calls/findStack.ts';
import { iamUserKeys } from '../calls/iamUserKeys.ts';
import { previewOverHttp } from '../calls/previewOverHttp.ts';
import type { IamUsersAnswer, ScopedPreview } from '../calls/stsAsIamUser.ts';
import type { ApiError } from '../calls/vendOverHttp.ts';
import { ownEnvironment } from '../terminal/ownEnvironment.ts';
import { signInAs, UsageError } from './command.ts';

/** The part of the usage that is about it. */
export const asUsage = `  --as federation
             the same scope by STS GetFederationToken, called by an IAM user: the same session policy, tags and
             duration, no source identity. A scope that is a role cannot be had so
  --as session --whole
             no scope and no user: GetSessionToken, an IAM user's whole permissions for an hour. It takes no session
             policy, so it is refused for a scope, and without --whole

With --as, stderr says whose keys are used: the local stack's IAM user developer and the local STS; or, where AWS_REGION,
AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set without AWS_SESSION_TOKEN, your own IAM user and AWS (docs/sts.md).`;

/** The command line, taken apart. */
export interface VendAs {
  readonly as: string;
  readonly whole: boolean;
  readonly env: boolean;
  readonly user: string | undefined;
  readonly scope: unknown;
  readonly durationSeconds: number | undefined;
}

/** Credentials or a refusal, and the stack that they are for. */
export interface VendedAs {
  readonly answer: IamUsersAnswer;
  readonly stack: RunningStack;
}

const WHOLE_SESSION_SECONDS = 3600;

/** Chooses the keys and says whose. From here on the environment's are gone, so that the AWS SDK cannot take them. */
const chooseKeys = (stack: RunningStack, env: boolean) => {
  const keys = iamUserKeys(process.env, stack);
  if (env && keys.where === 'AWS') {
    throw new UsageError('--env points a shell at the local stack, but the keys in the environment are for AWS.');
  }
  process.stderr.write(`${keys.told}\n`);
  ownEnvironment(process.env);
  return keys;
};

const hasSessionPolicy = (preview: CredentialsPreview): preview is ScopedPreview =>
  typeof preview.sessionPolicy === 'string';

const noSessionPolicy: ApiError = {
  errorType: 'InvalidScope',
  errorInfo: null,
  message:
    'A role cannot be passed on by GetFederationToken: its credentials are those of an IAM user, and without a session policy they may do nothing. Leave --as out.',
};

const byFederation = async ({ user, env, scope, durationSeconds }: VendAs): Promise<VendedAs> => {
  const { stack, tokens } = await signInAs(user);
  // The API decides, this only performs: policy, tags and duration are the preview's.
  const { graphqlUrl } = stack;
  const answer = await previewOverHttp({ graphqlUrl, token: tokens.idToken }, { scope, durationSeconds });
  if ('refused' in answer) return { answer, stack };
  const { preview } = answer;
  if (!hasSessionPolicy(preview)) return { answer: { refused: noSessionPolicy }, stack };
  const keys = chooseKeys(stack, env);
  const { federate } = await import('../calls/stsAsIamUser.ts');
  return { answer: await federate(keys, preview), stack };
};

const bySession = async ({ whole, env, user, scope, durationSeconds }: VendAs): Promise<VendedAs> => {
  if (!whole || scope !== undefined) {
    throw new UsageError(
      'GetSessionToken takes no session policy: its credentials have the whole permissions of the IAM user who calls it, never a scope. For a scope use --as federation; for the whole permissions --as session --whole.',
    );
  }
  if (user !== undefined || durationSeconds !== undefined) {
    throw new UsageError('--as session --whole goes alone: the session is that of the IAM user, not of a sample user.');
  }
  const stack = await findStack(process.env);
  const keys = chooseKeys(stack, env);
  const { wholeSession } = await import('../calls/stsAsIamUser.ts');
  return { answer: await wholeSession(keys, WHOLE_SESSION_SECONDS), stack };
};

/** @throws UsageError for what cannot be vended so; NotRunning when there is no stack; whatever keeps STS from answering */
export const vendAs = (command: VendAs): Promise<VendedAs> => {
  if (command.as === 'session') return bySession(command);
  if (command.as !== 'federation') {
    throw new UsageError(`There is no --as ${JSON.stringify(command.as)}. It is federation or session.`);
  }
  if (command.whole) throw new UsageError('--whole goes with --as session only.');
  return byFederation(command);
};
