/** IP addresses and CIDR ranges, IPv4 and IPv6. An IPv4 address never is in an IPv6 range, mapped or not, nor the reverse. */

/** Address, or the first address of a range. */
interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;

const parseV4 = (text: string): bigint | undefined => {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255)) return undefined;
  return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
};

/** Groups of one side of `::`; the last may be an IPv4 address. */
const groupsOf = (text: string): readonly bigint[] | undefined => {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    const v4 = i === parts.length - 1 && part.includes('.') ? parseV4(part) : undefined;
    if (v4 !== undefined) groups.push(v4 >> 16n, v4 & 0xffffn);
    else if (GROUP.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
};

const parseV6 = (text: string): bigint | undefined => {
  const sides = text.split('::');
  if (sides.length > 2) return undefined;
  const head = groupsOf(sides[0] ?? '');
  const tail = groupsOf(sides[1] ?? '');
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (sides.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...Array<bigint>(missing).fill(0n), ...tail].reduce((value, group) => (value << 16n) | group, 0n);
};

const parseAddress = (text: string): Address | undefined => {
  const bits = text.includes(':') ? 128 : 32;
  const value = bits === 128 ? parseV6(text) : parseV4(text);
  return value === undefined ? undefined : { bits, value };
};

/** Whether an address is in the range `address[/prefix length]`; undefined when the range is malformed. */
export const ipRange = (text: string): ((address: string) => boolean) | undefined => {
  const [base = '', length, ...rest] = text.split('/');
  const range = parseAddress(base);
  if (range === undefined || rest.length > 0 || (length !== undefined && !OCTET.test(length))) return undefined;
  const prefix = length === undefined ? range.bits : Number(length);
  if (prefix > range.bits) return undefined;
  const shift = BigInt(range.bits - prefix);
  return (address) => {
    const found = parseAddress(address);
    return found?.bits === range.bits && found.value >> shift === range.value >> shift;
  };
};
