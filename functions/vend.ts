/** Lambda entry point: vendCredentials, with the role that may assume the Vend role. */
import { vendHandler } from './vendHandler.ts';

export const handler = vendHandler({ environment: process.env });
