/** Covers a table of actions × columns with as few characters of policy as it finds: each statement is a rectangle of the table. */

/** Some actions on some columns: every cell of it is marked in the table. */
export interface Rectangle {
  readonly actions: readonly string[];
  readonly columns: readonly string[];
}

/** Columns that are marked for the same actions, which `mask` says in atoms. */
interface Class {
  readonly mask: number;
  readonly columns: readonly string[];
  readonly cost: number;
}

/** Actions that are marked for the same columns: nothing tells them apart, so they stay together. */
interface Atom {
  readonly actions: readonly string[];
  readonly cost: number;
}

/** Bits of a number. */
const MOST_ATOMS = 30;
/** Beyond this the search would take longer than it is worth. */
const MOST_SHAPES = 40;

/** What a text takes in a list: itself as JSON, and a comma. What is above U+00FF is escaped as six characters. */
const costOf = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + JSON.stringify(text).replace(/[^\u0000-\u00ff]/g, '\\u0000').length + 1, 0);

const addTo = <Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void => {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
};

/** By text of what they are marked for, in order of first mention. */
const alike = <Item>(items: Iterable<readonly [Item, string]>): readonly (readonly Item[])[] => {
  const groups = new Map<string, Item[]>();
  for (const [item, mark] of items) addTo(groups, mark, item);
  return [...groups.values()];
};

/** A chosen set of shapes (masks of atoms), which of them each class takes, and what that costs. */
interface Choice {
  readonly shapes: readonly number[];
  readonly takes: readonly (readonly number[])[];
  readonly cost: number;
}

/** The shapes within `mask` that together make it up, largest gain first; undefined when they do not. */
const makeUp = (mask: number, shapes: readonly number[]): readonly number[] | undefined => {
  const taken: number[] = [];
  let missing = mask;
  while (missing !== 0) {
    let best = 0;
    let gain = 0;
    for (const shape of shapes) {
      if ((shape & ~mask) !== 0) continue;
      const gained = bitsIn(shape & missing);
      if (gained > gain) [best, gain] = [shape, gained];
    }
    if (gain === 0) return undefined;
    taken.push(best);
    missing &= ~best;
  }
  return taken;
};

const bitsIn = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

const chooser = (classes: readonly Class[], atoms: readonly Atom[], statementCost: number) => {
  const actionsCost = (mask: number): number =>
    atoms.reduce((sum, { cost }, at) => sum + ((mask & (1 << at)) === 0 ? 0 : cost), 0);
  return (shapes: readonly number[]): Choice | undefined => {
    let cost = 0;
    const used = new Set<number>();
    const takes: (readonly number[])[] = [];
    for (const { mask, cost: columnsCost } of classes) {
      const taken = makeUp(mask, shapes);
      if (taken === undefined) return undefined;
      cost += taken.length * columnsCost;
      for (const shape of taken) used.add(shape);
      takes.push(taken);
    }
    for (const shape of used) cost += statementCost + actionsCost(shape);
    return { shapes: [...used], takes, cost };
  };
};

const cheaper = (one: Choice | undefined, other: Choice | undefined): Choice | undefined =>
  other !== undefined && (one === undefined || other.cost < one.cost) ? other : one;

/** Adds or leaves out one shape at a time, as long as that makes it cheaper. */
const improve = (
  start: Choice | undefined,
  pool: readonly number[],
  choose: (shapes: readonly number[]) => Choice | undefined,
): Choice | undefined => {
  let best = start;
  for (;;) {
    const from: Choice | undefined = best;
    if (from === undefined) return undefined;
    for (const shape of from.shapes) best = cheaper(best, choose(from.shapes.filter((other) => other !== shape)));
    for (const shape of pool) if (!from.shapes.includes(shape)) best = cheaper(best, choose([...from.shapes, shape]));
    if (best === from) return best;
  }
};

const shapesWorthTrying = (masks: readonly number[], atoms: number): readonly number[] => {
  const shapes = new Set([...masks, ...Array.from({ length: atoms }, (_, at) => 1 << at)]);
  for (const one of masks) {
    for (const other of masks) {
      shapes.add(one & other);
      shapes.add(one & ~other);
    }
  }
  shapes.delete(0);
  return [...shapes];
};

const choose = (classes: readonly Class[], atoms: readonly Atom[], statementCost: number): Choice | undefined => {
  const masks = classes.map(({ mask }) => mask);
  const chosen = chooser(classes, atoms, statementCost);
  const byColumn = chosen(masks);
  const byAction = chosen(atoms.map((_, at) => 1 << at));
  const pool = shapesWorthTrying(masks, atoms.length);
  if (pool.length > MOST_SHAPES) return cheaper(byColumn, byAction);
  return cheaper(improve(byColumn, pool, chosen), improve(byAction, pool, chosen));
};

/**
 * Rectangles that together mark exactly the cells of the table, in order of first mention.
 *
 * @param table the actions that each column is marked for
 * @param statementCost what a statement takes besides its actions and columns, in characters
 */
export const cover = (table: ReadonlyMap<string, ReadonlySet<string>>, statementCost: number): readonly Rectangle[] => {
  const classColumns = alike([...table].map(([column, actions]) => [column, [...actions].sort().join()] as const));
  const classActions = classColumns.map(([column = '']) => table.get(column) ?? new Set<string>());
  const byClass = classColumns.map((columns, at) => ({ actions: [...(classActions[at] ?? [])], columns }));
  if (classColumns.length < 2) return byClass;

  const actions = new Set(classActions.flatMap((some) => [...some]));
  const atoms = alike(
    [...actions].map((action) => [action, classActions.map((some) => Number(some.has(action))).join('')] as const),
  ).map((some): Atom => ({ actions: some, cost: costOf(some) }));
  if (atoms.length > MOST_ATOMS) return byClass;

  const classes = classColumns.map((columns, index): Class => ({
    columns,
    cost: costOf(columns),
    mask: atoms.reduce(
      (mask, { actions: [action = ''] }, at) => (classActions[index]?.has(action) === true ? mask | (1 << at) : mask),
      0,
    ),
  }));
  const choice = choose(classes, atoms, statementCost);
  if (choice === undefined) return byClass;
  const columnsOf = new Map<number, string[]>();
  classes.forEach(({ columns }, index) => {
    for (const shape of choice.takes[index] ?? []) for (const column of columns) addTo(columnsOf, shape, column);
  });
  return [...columnsOf].map(([shape, columns]) => ({
    actions: atoms.flatMap((atom, at) => ((shape & (1 << at)) === 0 ? [] : atom.actions)),
    columns,
  }));
};
