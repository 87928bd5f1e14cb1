/** Remembers what a text was compiled to: one policy is judged against many requests. */

const LIMIT = 1000;

/** `compile` with its last results kept, by text, at most 1,000; then it starts afresh. Errors are not kept. */
export const memo = <Result>(compile: (text: string, path: string) => Result): typeof compile => {
  const known = new Map<string, Result>();
  return (text, path) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = compile(text, path);
    if (known.size >= LIMIT) known.clear();
    known.set(text, made);
    return made;
  };
};
