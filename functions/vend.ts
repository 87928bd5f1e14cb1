/** Lambda entry point: vendCredentials, with the role that may assume the Vend role. */
import { toStandardOutput } from './answer.ts';
import { vendHandler } from './vendHandler.ts';

export const handler = vendHandler({ environment: process.env, writeLine: toStandardOutput });
