/** Which ports the environment says that the local stack is on. */

/** The variable that sets a port. PORT: the GraphQL API and the pages. AWS_PORT: the AWS endpoint. */
export type PortVariable = 'PORT' | 'AWS_PORT';

/** Where the local stack is unless said otherwise. */
export const DEFAULT_PORTS: Readonly<Record<PortVariable, number>> = { PORT: 4000, AWS_PORT: 4566 };

/** The only address that the local stack binds. */
export const LOOPBACK = '127.0.0.1';

/** A port that cannot be used; the message names the port and the variable that changes it. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

/**
 * The port that the environment asks for: 1 to 65535, or the default when the variable is unset or empty.
 *
 * @throws PortError on anything else
 */
export const portFrom = (environment: Readonly<Record<string, string | undefined>>, variable: PortVariable): number => {
  const value = environment[variable];
  if (value === undefined || value === '') return DEFAULT_PORTS[variable];
  const port = Number(value);
  if (!/^[1-9][0-9]{0,4}$/.test(value) || port > 65_535) {
    throw new PortError(
      `${variable} is ${JSON.stringify(value.slice(0, 40))}, which is no port. Set ${variable} to a number from 1 to 65535, or leave it unset for ${String(DEFAULT_PORTS[variable])}.`,
    );
  }
  return port;
};
