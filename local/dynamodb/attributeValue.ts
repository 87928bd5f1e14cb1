/** DynamoDB's values as its JSON protocol writes them, and how they compare. */

/** Exactly one member is there. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
export interface AttributeValue {
  readonly S?: string;
  /** A decimal without exponent, once it has been validated. */
  readonly N?: string;
  /** Base64. */
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
  readonly L?: readonly AttributeValue[];
  readonly M?: Item;
}

/** Attributes by name. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** A data type's name. */
export type AttributeType = keyof AttributeValue;

/** The one member that a value has. */
export const typeOf = (value: AttributeValue): AttributeType => Object.keys(value)[0] as AttributeType;

/** An attribute of an item. Names are foreign: only the item's own count. */
export const attribute = (item: Item, name: string): AttributeValue | undefined =>
  Object.hasOwn(item, name) ? item[name] : undefined;

const bytes = (base64: string) => Buffer.from(base64, 'base64');

/** Compares decimals without exponent, of any length. */
const compareNumbers = (a: string, b: string): number => {
  const negative = a.startsWith('-');
  if (negative !== b.startsWith('-')) return negative ? -1 : 1;
  if (negative) return compareNumbers(b.slice(1), a.slice(1));
  const [aWhole = '', aFraction = ''] = a.split('.');
  const [bWhole = '', bFraction = ''] = b.split('.');
  if (aWhole.length !== bWhole.length) return aWhole.length - bWhole.length;
  const digits = Math.max(aFraction.length, bFraction.length);
  const left = aWhole + aFraction.padEnd(digits, '0');
  const right = bWhole + bFraction.padEnd(digits, '0');
  return left === right ? 0 : left < right ? -1 : 1;
};

/** The order of two values of one type that has an order: text and bytes by byte, numbers by size. Otherwise undefined. */
export const compare = (a: AttributeValue, b: AttributeValue): number | undefined => {
  if (a.S !== undefined && b.S !== undefined) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N);
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(bytes(a.B), bytes(b.B));
  return undefined;
};

const sameSet = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((member) => b.includes(member));

/** Whether two values are the same: sets in any order, lists and maps member by member. */
export const equal = (a: AttributeValue, b: AttributeValue): boolean => {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  if (type === 'SS' || type === 'NS' || type === 'BS') return sameSet(a[type] ?? [], b[type] ?? []);
  if (a.L !== undefined && b.L !== undefined) {
    const other = b.L;
    return a.L.length === other.length && a.L.every((member, index) => isEqual(member, other[index]));
  }
  if (a.M !== undefined && b.M !== undefined) {
    const other = b.M;
    const entries = Object.entries(a.M);
    return (
      entries.length === Object.keys(other).length &&
      entries.every(([name, member]) => isEqual(member, attribute(other, name)))
    );
  }
  return a[type] === b[type];
};

const isEqual = (a: AttributeValue, b: AttributeValue | undefined) => b !== undefined && equal(a, b);
