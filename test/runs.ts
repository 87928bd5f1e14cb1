/** How often a property is tried, and from where: from one seed, so that the same tree passes or fails alike everywhere. */

/** FUZZ=20 looks elsewhere each time, and twenty times as far. */
const factor = process.env['FUZZ'];

/** What `fc.assert` takes besides the property. A failure prints the seed and the path that lead to it. */
export const runs = (numRuns: number): { readonly numRuns: number; readonly seed?: number } =>
  factor === undefined ? { numRuns, seed: 1 } : { numRuns: Math.ceil(numRuns * Number(factor)) };

/** Milliseconds that a test of properties may take, when it usually may take so many. */
export const timeFor = (milliseconds: number): number => milliseconds * Number(factor ?? 1);
