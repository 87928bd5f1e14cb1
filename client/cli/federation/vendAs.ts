/** `vend … --as federation|session`: what a vend gives by the operations that an IAM user can call, for trying it out. */
import { exportLines, keysEnvironment } from '../awsEnvironment.ts';
import { Refused, UsageError } from '../failures.ts';
import { findStack } from '../findStack.ts';
import type { RunningStack } from '../findStack.ts';
import { withGivenScope } from '../givenServices.ts';
import { preview } from '../graphql.ts';
import type { Preview } from '../graphql.ts';
import { identify, sampleUserOf } from '../identity.ts';
import type { Invocation, Options } from '../invocation.ts';
import { tell, waiting, write, writeJson } from '../output.ts';
import { askIn } from '../scopeOption.ts';
import { iamUserKeys } from './iamUserKeys.ts';
import type { IamUserKeys } from './iamUserKeys.ts';
import { federate, wholeSession } from './stsAsIamUser.ts';
import type { IamUsersCredentials, ScopedPreview } from './stsAsIamUser.ts';

const WHOLE_SESSION_SECONDS = 3600;

interface VendedAs {
  readonly credentials: IamUsersCredentials;
  readonly keys: IamUserKeys;
}

/** Chooses the keys and says whose. */
const chooseKeys = (stack: RunningStack | undefined, { env }: Options): IamUserKeys => {
  const keys = iamUserKeys(process.env, stack);
  if (env && stack && keys.where === 'AWS') {
    throw new UsageError('--env points a shell at the local stack, but the keys in the environment are for AWS.');
  }
  tell(keys.told);
  return keys;
};

const hasSessionPolicy = (answer: Preview): answer is ScopedPreview => typeof answer.sessionPolicy === 'string';

const noSessionPolicy = (): Refused =>
  new Refused({
    errorType: 'InvalidScope',
    errorInfo: null,
    message:
      'A role cannot be passed on by GetFederationToken: its credentials are those of an IAM user, and without a session policy they may do nothing. Leave --as federation out.',
  });

const byFederation = async (invocation: Invocation): Promise<VendedAs> => {
  const { options } = invocation;
  if (options.whole) throw new UsageError('--whole goes with --as session only.');
  const ask = await askIn(invocation);
  const identity = await identify(options, process.env);
  // The API decides, this only performs: policy, tags and duration are the preview's.
  const answer = await waiting('Asking', preview(identity, ask));
  if (!hasSessionPolicy(answer)) throw noSessionPolicy();
  const keys = chooseKeys(identity.stack, options);
  return { credentials: await waiting('Asking STS', federate(keys, answer)), keys };
};

const bySession = async (invocation: Invocation): Promise<VendedAs> => {
  const { options, positionals } = invocation;
  if (!options.whole || positionals.length > 0 || options.scope !== undefined) {
    throw new UsageError(
      'GetSessionToken takes no session policy: its credentials have the whole permissions of the IAM user who calls it, never a scope. For a scope use --as federation; for the whole permissions --as session --whole.',
    );
  }
  if (sampleUserOf(options) !== undefined || options.duration !== undefined) {
    throw new UsageError('--as session --whole goes alone: the session is that of the IAM user, not of a sample user.');
  }
  const keys = chooseKeys(await findStack(process.env), options);
  return { credentials: await waiting('Asking STS', wholeSession(keys, WHOLE_SESSION_SECONDS)), keys };
};

/** Writes what came of it. @throws UsageError for what cannot be vended so; Refused; NotRunning when there is no stack */
export const vendAs = async (operation: string, invocation: Invocation): Promise<void> => {
  const { credentials, keys } = await (operation === 'session' ? bySession : byFederation)(invocation);
  if (!invocation.options.env) {
    const { scope } = credentials;
    writeJson(scope === undefined ? credentials : withGivenScope({ ...credentials, scope }));
    return;
  }
  const place = { region: keys.region, awsUrl: keys.endpoint };
  write(exportLines(keysEnvironment(credentials, place, process.env)));
};
