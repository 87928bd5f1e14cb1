/** Lambda entry point: vendCredentials, with the role that may assume the Vend role. Nothing else imports it, so only Lambda warms up. */
import { toStandardOutput } from './answer.ts';
import { vendHandler } from './vendHandler.ts';
import { warmUp } from './warmUp.ts';

export const handler = vendHandler({
  environment: process.env,
  writeLine: toStandardOutput,
  warmUp: (client) => warmUp(client, toStandardOutput),
});
