/** Says which line of the sources a place in a built function comes from. */
import { SourceMap, type SourceMapPayload } from 'node:module';

/** The places that stack traces of built functions name: `vend@4f9c2a71d0be.js:1:84213`. */
const PLACE = /\b(\w+@[0-9a-f]{12}\.js):(\d+):(\d+)/g;

/** What became of a text: with places in the sources, and the builds of which there is no map. */
export interface Resolved {
  readonly text: string;
  readonly unknown: readonly string[];
}

/**
 * Replaces every place in a built function by its place in the sources, wherever in a text it is: a stack trace, a line of the log,
 * an export of many. What is not known stays as it is.
 *
 * @param mapOf the source map of a built file (`vend@4f9c2a71d0be.js`), if there is one
 */
export const resolveStack = (text: string, mapOf: (built: string) => string | undefined): Resolved => {
  const maps = new Map<string, SourceMap | undefined>();
  const mapFor = (built: string): SourceMap | undefined => {
    if (!maps.has(built)) {
      const map = mapOf(built);
      maps.set(built, map === undefined ? undefined : new SourceMap(JSON.parse(map) as SourceMapPayload));
    }
    return maps.get(built);
  };
  const resolved = text.replaceAll(PLACE, (place, built: string, line: string, column: string) => {
    // Stack traces count from one, source maps from nought.
    const entry = mapFor(built)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !('originalSource' in entry)) return place;
    return `${entry.originalSource}:${String(entry.originalLine + 1)}:${String(entry.originalColumn + 1)}`;
  });
  return { text: resolved, unknown: [...maps].filter(([, map]) => map === undefined).map(([built]) => built) };
};
