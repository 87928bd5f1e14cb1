/** Lists names as S3 does: by prefix, rolled up at a delimiter, a page at a time. */

/** What to list. */
export interface ListQuery {
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  /** Names up to this one, itself included, are left out; common prefixes too. */
  readonly after: string;
  readonly most: number;
}

/** One page. */
export interface Listing {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last name or common prefix, when there is more. */
  readonly next: string | undefined;
}

const isAfter = (name: string, after: string) => Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0;

/** @param sortedKeys in the order of their UTF-8 bytes */
export const listKeys = (sortedKeys: readonly string[], { prefix, delimiter, after, most }: ListQuery): Listing => {
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  for (const key of sortedKeys) {
    if (!key.startsWith(prefix) || (after !== '' && !isAfter(key, after))) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = end === -1 ? key : key.slice(0, end + delimiter.length);
    const rolled = end !== -1;
    if (rolled && (name === commonPrefixes.at(-1) || (after !== '' && !isAfter(name, after)))) continue;
    if (keys.length + commonPrefixes.length >= most)
      return { keys, commonPrefixes, next: most === 0 ? undefined : last };
    (rolled ? commonPrefixes : keys).push(name);
    last = name;
  }
  return { keys, commonPrefixes, next: undefined };
};
