/** Finds things that lead back to themselves. */

/** The first cycle that is met, from one thing back to it; undefined when there is none. */
export const cycleIn = (
  all: Iterable<string>,
  next: (one: string) => readonly string[],
): readonly string[] | undefined => {
  const done = new Set<string>();
  const visit = (one: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(one)) return [...way.slice(way.indexOf(one)), one];
    if (done.has(one)) return undefined;
    for (const another of next(one)) {
      const cycle = visit(another, [...way, one]);
      if (cycle !== undefined) return cycle;
    }
    done.add(one);
    return undefined;
  };
  for (const one of all) {
    const cycle = visit(one, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
};
