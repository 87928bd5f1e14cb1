/** JSON for reading: as many lines as the width needs, and no more. */

const inline = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${inline(member)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return JSON.stringify(value);
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** A list of strings as running text, as many to a line as fit. */
const running = (texts: readonly string[], width: number, indent: string): string => {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    const item = JSON.stringify(text);
    // Two characters more: the comma, and a bracket at the end.
    if (last !== undefined && last.length + item.length + 4 <= width) lines[lines.length - 1] = `${last}, ${item}`;
    else lines.push(`${indent}${item}`);
  }
  return lines.join(',\n');
};

const laidOut = (value: unknown, width: number, indent: string, before: number): string => {
  const line = inline(value);
  if (typeof value !== 'object' || value === null || indent.length + before + line.length <= width) return line;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const members: readonly unknown[] = value;
    const inside = members.every(isText)
      ? running(members, width, deeper)
      : members.map((member) => deeper + laidOut(member, width, deeper, 1)).join(',\n');
    return `[\n${inside}\n${indent}]`;
  }
  const members = Object.entries(value).map(([name, member]) => {
    const label = `${JSON.stringify(name)}: `;
    return deeper + label + laidOut(member, width, deeper, label.length + 1);
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
};

/** A JSON value as text: what fits into the width stays on one line. A long string is not broken. */
export const compactJson = (value: unknown, width: number): string => laidOut(value, width, '', 0);
