/** What a projection leaves of an item. */
import type { AttributeValue, Item } from '../attributeValue.ts';
import { attribute } from '../attributeValue.ts';
import type { Path } from './syntax.ts';

/** What is at a path of an item, if anything. */
export const atPath = (item: Item, path: Path): AttributeValue | undefined => {
  let value: AttributeValue | undefined = { M: item };
  for (const element of path) {
    if (value === undefined) return undefined;
    value = typeof element === 'number' ? value.L?.[element] : value.M && attribute(value.M, element);
  }
  return value;
};

interface Wanted {
  readonly below: Map<string | number, Wanted>;
}

const pick = (value: AttributeValue, { below }: Wanted): AttributeValue | undefined => {
  if (below.size === 0) return value;
  if (value.M !== undefined) {
    const map = pickMap(value.M, below);
    return Object.keys(map).length === 0 ? undefined : { M: map };
  }
  if (value.L === undefined) return undefined;
  const list = value.L;
  const indexes = [...below.keys()].filter((key) => typeof key === 'number').sort((a, b) => a - b);
  const members = indexes.flatMap((index) => {
    const member = list[index];
    const wanted = below.get(index);
    return member === undefined || wanted === undefined ? [] : (pick(member, wanted) ?? []);
  });
  return members.length === 0 ? undefined : { L: members };
};

const pickMap = (map: Item, below: Wanted['below']): Item =>
  Object.fromEntries(
    [...below].flatMap(([name, wanted]) => {
      const value = typeof name === 'string' ? attribute(map, name) : undefined;
      const picked = value && pick(value, wanted);
      return picked === undefined ? [] : [[name, picked]];
    }),
  );

/** List members that are picked close up, in order. No paths: the whole item. */
export const project = (item: Item, paths: readonly Path[] | undefined): Item => {
  if (paths === undefined) return item;
  const root: Wanted = { below: new Map() };
  for (const path of paths) {
    let node = root;
    for (const element of path) {
      const below = node.below.get(element) ?? { below: new Map<string | number, Wanted>() };
      node.below.set(element, below);
      node = below;
    }
  }
  return pickMap(item, root.below);
};
