/** Finds the running local stack for a command, by PORT and what the stack says of itself. */
import { NotRunning, send } from './http.ts';
import { LOOPBACK, portFrom } from '../ports.ts';

/** What the running stack says of itself. */
export interface RunningStack {
  readonly graphqlUrl: string;
  readonly awsUrl: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly users: readonly {
    readonly username: string;
    readonly groups: readonly string[];
    readonly tenant: string | null;
  }[];
}

const isStack = (value: unknown): value is Omit<RunningStack, 'graphqlUrl'> =>
  typeof value === 'object' &&
  value !== null &&
  'awsUrl' in value &&
  String(value.awsUrl).startsWith(`http://${LOOPBACK}:`) &&
  'clientId' in value &&
  'users' in value;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * PORT says where the stack is; where its AWS endpoint is the stack says itself, unless AWS_PORT does.
 *
 * @throws PortError for a PORT or AWS_PORT that is none; NotRunning when no local stack answers there
 */
export const findStack = async (environment: Readonly<Record<string, string | undefined>>): Promise<RunningStack> => {
  const port = portFrom(environment, 'PORT');
  const awsPort = portFrom(environment, 'AWS_PORT');
  const url = `http://${LOOPBACK}:${String(port)}`;
  const where = `PORT is ${String(port)}`;
  const answer = await send(`${url}/stack.json`).catch((error: unknown) => {
    if (!(error instanceof NotRunning)) throw error;
    throw new NotRunning(`The local stack is not running (${where}). Start it in another terminal: npm start`);
  });
  const stack = parsed(answer.body);
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
