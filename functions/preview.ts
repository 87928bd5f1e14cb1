/** Lambda entry point: previewCredentials and myGrants, with a role that can assume nothing. */
import { toStandardOutput } from './answer.ts';
import { previewHandler } from './previewHandler.ts';

export const handler = previewHandler({ environment: process.env, writeLine: toStandardOutput });
