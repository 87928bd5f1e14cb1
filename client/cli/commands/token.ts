/** `scopevend token`: a token of the signed-in user, and nothing else, on stdout. */
import { identify } from '../identity.ts';
import type { Invocation } from '../invocation.ts';
import { waiting, write } from '../output.ts';

export const run = async ({ options }: Invocation): Promise<void> => {
  const identity = await identify(options, process.env);
  write(`${await waiting('Signing in', identity.token(options.access ? 'access' : 'id'))}\n`);
};
