/** Where `npm start` keeps what is in S3 and DynamoDB: nowhere, unless it is asked to. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../client/cli/failures.ts';

/**
 * The folder that the command line asks for; undefined: everything is in memory.
 *
 * @param environment npm takes an option without `--` in front of it for itself, and passes it on in here
 * @throws UsageError for a folder that is none; what parseArgs throws
 */
export const keepFolder = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: { keep: { type: 'boolean' }, 'keep-in': { type: 'string' } },
  });
  const folder = values['keep-in'];
  if (folder === '' || (folder === undefined && environment['npm_config_keep_in'] !== undefined)) {
    throw new UsageError(
      'Say which folder after --keep-in, and put -- in front of it: npm start -- --keep-in <folder>.',
    );
  }
  if (folder !== undefined) return path.resolve(folder);
  const keep = values.keep === true || environment['npm_config_keep'] === 'true';
  return keep ? path.resolve(import.meta.dirname, '../.local') : undefined;
};
