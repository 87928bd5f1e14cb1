/** Writes an update anew, every name and value as a placeholder: what was judged is, to the letter, what is run. */
import type { AttributeValue } from '../attributeValue.ts';
import type { Assigned, Path, UpdateAction } from './syntax.ts';

/** The parameters of an UpdateItem request. */
export interface PrintedUpdate {
  readonly UpdateExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>;
}

const later = (a: Path, b: Path): number => {
  const at = a.findIndex((element, index) => element !== b[index]);
  const [one, two] = [a[at], b[at]];
  return typeof one === 'number' && typeof two === 'number' ? two - one : 0;
};

/** For at least one action. */
export const printUpdate = (actions: readonly UpdateAction[]): PrintedUpdate => {
  const names = new Map<string, string>();
  const values: [string, AttributeValue][] = [];
  const name = (text: string): string => {
    const reference = names.get(text) ?? `#n${String(names.size)}`;
    names.set(text, reference);
    return reference;
  };
  const path = ([attribute, ...elements]: Path): string =>
    name(attribute) +
    elements.map((element) => (typeof element === 'number' ? `[${String(element)}]` : `.${name(element)}`)).join('');
  const value = (given: AttributeValue): string => {
    const reference = `:v${String(values.length)}`;
    values.push([reference, given]);
    return reference;
  };
  const assigned = (to: Assigned): string => {
    switch (to.kind) {
      case 'path':
        return path(to.path);
      case 'value':
        return value(to.value);
      case 'ifNotExists':
        return `if_not_exists(${path(to.path)}, ${assigned(to.otherwise)})`;
      case 'listAppend':
        return `list_append(${assigned(to.left)}, ${assigned(to.right)})`;
      case 'plus':
        return `${assigned(to.left)} + ${assigned(to.right)}`;
      case 'minus':
        return `${assigned(to.left)} - ${assigned(to.right)}`;
    }
  };
  const action = (of: UpdateAction): string => {
    if (of.kind === 'SET') return `${path(of.path)} = ${assigned(of.to)}`;
    return of.kind === 'REMOVE' ? path(of.path) : `${path(of.path)} ${value(of.value)}`;
  };
  // List members are removed from the end on: each index then still means what it meant in the request.
  const ordered = [...actions].sort((a, b) => (a.kind === 'REMOVE' && b.kind === 'REMOVE' ? later(a.path, b.path) : 0));
  const clauses = (['SET', 'REMOVE', 'ADD', 'DELETE'] as const).flatMap((kind) => {
    const some = ordered.filter((candidate) => candidate.kind === kind);
    return some.length === 0 ? [] : [`${kind} ${some.map(action).join(', ')}`];
  });
  return {
    UpdateExpression: clauses.join(' '),
    ExpressionAttributeNames: Object.fromEntries([...names].map(([text, reference]) => [reference, text])),
    ...(values.length > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
  };
};
