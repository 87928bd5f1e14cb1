/** What the log may say of an ask that was refused: nothing in the client's own words. */
import type { Grants } from '../core/compileGrants.ts';
import type { VendError } from '../core/errors.ts';

/** As fields of the line. */
export interface RefusedAsk {
  /** Where in the scope it stood. */
  readonly path?: string;
  /** The resource's real name, or `unknown` for an alias that is none. */
  readonly resource?: string;
  readonly access?: string;
  /** The claim that the caller's token lacks, by its name in grants.ts. */
  readonly claim?: string;
}

const text = (name: keyof RefusedAsk, value: unknown): RefusedAsk =>
  typeof value === 'string' ? { [name]: value } : {};

/** The ask of a `NotGranted` or `ClaimUnusable`, whose path, access and claim have been read by then. Of other codes nothing. */
export const refusedAsk = ({ code, info }: VendError, { grants }: Grants): RefusedAsk => {
  if (code !== 'NotGranted' && code !== 'ClaimUnusable') return {};
  const alias = info['resource'] ?? info['role'];
  const known = grants.find(({ resource }) => resource.alias === alias)?.resource.name;
  return {
    ...text('path', info['path']),
    ...(alias !== undefined && { resource: known ?? 'unknown' }),
    ...text('access', info['access']),
    ...text('claim', info['claim']),
  };
};
