/** `scopevend serve`: hands credentials out on loopback and renews them, for as long as it runs. */
import { randomBytes } from 'node:crypto';
import { changed, endpointEnvironment, exportLines } from '../awsEnvironment.ts';
import type { Changes } from '../awsEnvironment.ts';
import { serveContainer } from '../containerEndpoint.ts';
import { codeOf, messageOf, UsageError } from '../failures.ts';
import { identify } from '../identity.ts';
import type { Invocation } from '../invocation.ts';
import { tell, waiting, write } from '../output.ts';
import { printable } from '../printable.ts';
import { endAs, runProgram } from '../runProgram.ts';
import { askIn } from '../scopeOption.ts';
import { providerFor, told } from '../vend.ts';

const portIn = (text: string | undefined): number => {
  const port = Number(text ?? '0');
  if (text !== undefined && (!/^[0-9]{1,5}$/.test(text) || port > 65_535)) {
    throw new UsageError(`--port is a number from 0 to 65535, not ${JSON.stringify(text)}.`);
  }
  return port;
};

// Not `once`: what cleans up after locks ends the process by the signal when nobody else listens to it.
const untilStopped = (): Promise<undefined> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        resolve(undefined);
      });
    }
  });

/** Says where the credentials are, and goes on until it is told to end. */
const serveShells = (changes: Changes): Promise<undefined> => {
  const stopped = untilStopped();
  write(exportLines(changes));
  if (process.stderr.isTTY) tell('Paste these lines into another shell. Ctrl-C ends it.');
  return stopped;
};

export const run = async (invocation: Invocation): Promise<void> => {
  const { options, command } = invocation;
  const port = portIn(options.port);
  const ask = await askIn(invocation);
  const identity = await identify(options, process.env);
  const provider = providerFor(identity, ask);
  const explain = (error: unknown): never => {
    throw told(error, identity);
  };
  // Vended before anything is said: what is refused shows at once.
  const { region } = await waiting('Vending', provider.vended().catch(explain));
  const authorization = randomBytes(32).toString('base64url');
  const endpoint = await serveContainer({
    port,
    authorization,
    credentials: () => provider().catch(explain),
    onFailure: (error) => {
      tell(printable(messageOf(error)));
    },
  }).catch((error: unknown) => {
    const code = codeOf(error);
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const why = code === 'EACCES' ? 'may not be used by this user' : 'is taken';
    throw new Error(`Port ${String(port)} ${why}. Say another one, or leave --port out.`);
  });
  const place = { region, awsUrl: identity.stack?.awsUrl };
  const changes = endpointEnvironment({ url: endpoint.url, authorization }, place, process.env);
  try {
    const end = await (command.length > 0 ? runProgram(command, changed(process.env, changes)) : serveShells(changes));
    if (end !== undefined) endAs(end);
  } finally {
    await endpoint.close();
  }
};
