/**
 * Opens the connection to STS before the first vend needs it: one cheap signed call, which loads the function's credentials and
 * runs the client once, with the TLS handshake in it. The client keeps the connection, and the vend takes it.
 *
 * The call is GetCallerIdentity, which needs no permission and which no policy can deny. CloudTrail shows it, once for each
 * new instance of the function: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 *
 * Lambda ends its initialisation when the module is loaded, and nothing here makes it wait: only an ES module could, by a top-level await,
 * and that loads more slowly than CommonJS. Nor should it: a caller waits through initialisation and vend alike, and the vend meanwhile
 * verifies the JWT, whose keys are being fetched too. If Lambda freezes the instance in between, since nobody calls yet, the call fails when it
 * thaws, which costs nothing but what it was to save.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { nameIn, toConsole, type WriteLine } from './answer.ts';

const MOST_MS = 1000;

/**
 * @returns settled when there is nothing more to wait for, after a second at most; never rejected. A failure is one line of log, with
 * the error's name only, as its message can quote what was sent.
 */
export const warmUp = async (client: Pick<STSClient, 'send'>, writeLine: WriteLine = toConsole): Promise<void> => {
  const abortSignal = AbortSignal.timeout(MOST_MS);
  try {
    await new Promise((resolve, reject) => {
      // The SDK looks at the signal while it sends and waits, not while it looks for credentials.
      abortSignal.addEventListener('abort', () => {
        reject(abortSignal.reason as Error);
      });
      client.send(new GetCallerIdentityCommand({}), { abortSignal }).then(resolve, reject);
    });
  } catch (error) {
    const causeName = nameIn((error as Partial<Error> | undefined)?.name);
    writeLine(JSON.stringify({ level: 'INFO', time: new Date().toISOString(), outcome: 'not warmed up', causeName }));
  }
};
