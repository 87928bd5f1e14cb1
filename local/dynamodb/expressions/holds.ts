/** Whether a condition holds for an item. */
import type { AttributeValue, Item } from '../attributeValue.ts';
import { compare, equal, typeOf } from '../attributeValue.ts';
import { atPath } from './project.ts';
import type { Comparator, Condition, Operand } from './syntax.ts';

const sizeOf = (value: AttributeValue): number | undefined => {
  if (value.S !== undefined) return value.S.length;
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64');
  if (value.M !== undefined) return Object.keys(value.M).length;
  return (value.SS ?? value.NS ?? value.BS ?? value.L)?.length;
};

const resolve = (operand: Operand, item: Item): AttributeValue | undefined => {
  if (operand.kind === 'value') return operand.value;
  const found = atPath(item, operand.path);
  if (operand.kind === 'path' || found === undefined) return found;
  const size = sizeOf(found);
  return size === undefined ? undefined : { N: String(size) };
};

const byOrder: Readonly<Record<Exclude<Comparator, '=' | '<>'>, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** What is absent equals nothing, differs from everything and has no order. */
const compares = (
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean => {
  const same = left !== undefined && right !== undefined && equal(left, right);
  if (comparator === '=') return same;
  if (comparator === '<>') return !same;
  const order = left === undefined || right === undefined ? undefined : compare(left, right);
  return order !== undefined && byOrder[comparator](order);
};

const beginsWith = (whole: AttributeValue, part: AttributeValue): boolean => {
  if (whole.S !== undefined && part.S !== undefined) return whole.S.startsWith(part.S);
  if (whole.B === undefined || part.B === undefined) return false;
  const [bytes, start] = [Buffer.from(whole.B, 'base64'), Buffer.from(part.B, 'base64')];
  return bytes.subarray(0, start.length).equals(start);
};

const contains = (whole: AttributeValue, part: AttributeValue): boolean => {
  if (whole.S !== undefined) return part.S !== undefined && whole.S.includes(part.S);
  if (whole.B !== undefined) {
    return part.B !== undefined && Buffer.from(whole.B, 'base64').includes(Buffer.from(part.B, 'base64'));
  }
  if (whole.L !== undefined) return whole.L.some((member) => equal(member, part));
  return (
    (part.S !== undefined && whole.SS?.includes(part.S) === true) ||
    (part.N !== undefined && whole.NS?.includes(part.N) === true) ||
    (part.B !== undefined && whole.BS?.includes(part.B) === true)
  );
};

const pair = (
  { operand, part }: { operand: Operand; part: Operand },
  item: Item,
  test: (whole: AttributeValue, part: AttributeValue) => boolean,
): boolean => {
  const [whole, inner] = [resolve(operand, item), resolve(part, item)];
  return whole !== undefined && inner !== undefined && test(whole, inner);
};

/** An item that does not exist has no attributes. */
export const holds = (condition: Condition, item: Item): boolean => {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item) && holds(condition.right, item);
    case 'or':
      return holds(condition.left, item) || holds(condition.right, item);
    case 'not':
      return !holds(condition.condition, item);
    case 'compare':
      return compares(condition.comparator, resolve(condition.left, item), resolve(condition.right, item));
    case 'between': {
      const value = resolve(condition.operand, item);
      return (
        compares('>=', value, resolve(condition.low, item)) && compares('<=', value, resolve(condition.high, item))
      );
    }
    case 'in': {
      const value = resolve(condition.operand, item);
      return condition.candidates.some((candidate) => compares('=', value, resolve(candidate, item)));
    }
    case 'exists':
      return (atPath(item, condition.path) !== undefined) === condition.exists;
    case 'type': {
      const value = atPath(item, condition.path);
      return value !== undefined && typeOf(value) === condition.type;
    }
    case 'beginsWith':
      return pair(condition, item, beginsWith);
    case 'contains':
      return pair(condition, item, contains);
  }
};
