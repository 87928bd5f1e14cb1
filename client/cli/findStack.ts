/** Finds the running local stack, by PORT and what the stack says of itself. */
import { codeOf } from './failures.ts';
import { LOOPBACK, portFrom } from './localPorts.ts';
import { loopbackFetch } from './loopbackFetch.ts';

/** What the running stack says of itself. Its passwords and keys are in its source, and good on this machine only. */
export interface RunningStack {
  readonly graphqlUrl: string;
  readonly awsUrl: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Another at each start: what an earlier stack vended is good no longer. */
  readonly startId: string;
  readonly users: readonly {
    readonly username: string;
    readonly sub: string;
    readonly password: string;
    readonly groups: readonly string[];
    readonly tenant: string | null;
  }[];
  /** The long-term keys of its IAM user. */
  readonly iamUser: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** No local stack answers: the message says where, and how to start it. */
class NotRunning extends Error {
  override readonly name = 'NotRunning';
}

const isStack = (value: unknown): value is Omit<RunningStack, 'graphqlUrl'> =>
  typeof value === 'object' &&
  value !== null &&
  'awsUrl' in value &&
  String(value.awsUrl).startsWith(`http://${LOOPBACK}:`) &&
  'startId' in value &&
  'clientId' in value &&
  'iamUser' in value &&
  'users' in value &&
  Array.isArray(value.users);

const PATIENCE_MS = 20_000;

const isRefused = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'cause' in error && codeOf(error.cause) === 'ECONNREFUSED';

/**
 * PORT says where the stack is; where its AWS endpoint is the stack says itself, unless AWS_PORT does. Only this machine is asked.
 *
 * @throws PortError for a PORT or AWS_PORT that is none; NotRunning when no local stack answers there
 */
export const findStack = async (environment: Readonly<Record<string, string | undefined>>): Promise<RunningStack> => {
  const port = portFrom(environment, 'PORT');
  const awsPort = portFrom(environment, 'AWS_PORT');
  const url = `http://${LOOPBACK}:${String(port)}`;
  const where = `PORT is ${String(port)}`;
  const answer = await loopbackFetch(`${url}/stack.json`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    (error: unknown) => {
      throw new NotRunning(
        isRefused(error)
          ? `The local stack is not running (${where}). Start it in another terminal: npm start`
          : `The local stack does not answer at ${url} (${where}). Stop it, and start it again: npm start`,
      );
    },
  );
  const stack: unknown = await answer.json().catch(() => undefined);
  if (!isStack(stack)) {
    throw new NotRunning(
      `Something other than the local stack answers at ${url} (${where}). Start the stack on another port and set PORT to it here too.`,
    );
  }
  return {
    ...stack,
    graphqlUrl: `${url}/graphql`,
    awsUrl: environment['AWS_PORT'] ? `http://${LOOPBACK}:${String(awsPort)}` : stack.awsUrl,
  };
};
