/** Which ports the local stack listens on, and listening there: on loopback only, with clear errors. */
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { DEFAULT_PORTS, LOOPBACK, PortError, portFrom } from '../client/cli/localPorts.ts';
import type { PortVariable } from '../client/cli/localPorts.ts';

/** Milliseconds that a client may take: slow ones must not hold the process. */
export interface Timeouts {
  /** For all headers. */
  readonly headers: number;
  /** For the whole request, body included. */
  readonly request: number;
  /** Without a byte either way while a request is under way: more than a Lambda function's longest answer to AppSync, 30 s. */
  readonly idle: number;
  /** To finish sending what is not read any more, so that it can read why. */
  readonly lingering: number;
}

/** What a patient server waits. */
export const TIMEOUTS: Timeouts = { headers: 20_000, request: 300_000, idle: 40_000, lingering: 2_000 };

/**
 * Both ports that the environment asks for.
 *
 * @throws PortError for a variable that is no port, and when both are the same
 */
export const portsFrom = (
  environment: Readonly<Record<string, string | undefined>>,
): { readonly port: number; readonly awsPort: number } => {
  const [port, awsPort] = [portFrom(environment, 'PORT'), portFrom(environment, 'AWS_PORT')];
  if (port === awsPort) {
    throw new PortError(
      `PORT and AWS_PORT are both ${String(port)}, but each needs a port of its own. Unset, they are ${String(DEFAULT_PORTS.PORT)} and ${String(DEFAULT_PORTS.AWS_PORT)}.`,
    );
  }
  return { port, awsPort };
};

/** What a shell has to be told so that commands find the stack on this port; nothing for the default. */
export const exportPort = (port: number): readonly string[] =>
  port === DEFAULT_PORTS.PORT ? [] : [`export PORT=${String(port)}`];

const refusal = (error: NodeJS.ErrnoException, port: number, variable: PortVariable): Error => {
  const advice = `Set ${variable} to another one, for example ${variable}=${String(port < 65_000 ? port + 100 : port - 100)}.`;
  if (error.code === 'EADDRINUSE') {
    return new PortError(
      `Port ${String(port)} is taken by another program, perhaps by an earlier npm start that still runs. ${advice}`,
    );
  }
  if (error.code === 'EACCES') return new PortError(`Port ${String(port)} may not be used by this user. ${advice}`);
  return error;
};

/** A server that listens. */
export interface Listening {
  readonly port: number;
  readonly url: string;
  /** Ends open connections too: nobody waits for an idle client. */
  close(): Promise<void>;
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });

/**
 * Listens on 127.0.0.1. Port 0 is any free port. Headers of more than 16 KiB are refused with status 431 (Node's own limit).
 *
 * @throws PortError when the port is taken or not allowed
 */
export const listen = (
  listener: RequestListener,
  port: number,
  variable: PortVariable,
  { headers, request, idle }: Omit<Timeouts, 'lingering'> = TIMEOUTS,
): Promise<Listening> =>
  new Promise((resolve, reject) => {
    const limits = {
      headersTimeout: headers,
      requestTimeout: request,
      // How late a slow client may be found out.
      connectionsCheckingInterval: Math.min(headers, 5000),
    };
    const server = createServer(limits, listener).setTimeout(idle);
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(refusal(error, port, variable));
    });
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      const actual = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ port: actual, url: `http://${LOOPBACK}:${String(actual)}`, close: () => close(server) });
    });
  });
