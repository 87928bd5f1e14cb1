/** From a part as previews show it back to the part: a client writes what it has seen there. */
import { VendError } from '../errors.ts';
import { GrantsError } from '../grantsError.ts';
import type { ScopeDefinition } from '../scopes/defineScope.ts';

/** Undefined for what the service or a grant would refuse; another error is a fault. */
const unlessRefused = <Value>(read: () => Value): Value | undefined => {
  try {
    return read();
  } catch (error) {
    if (error instanceof VendError || error instanceof GrantsError) return undefined;
    throw error;
  }
};

/** All of a resource. */
export const wholeOf = ({ part }: ScopeDefinition): unknown =>
  unlessRefused(() => part.template({ whole: true }, '').shape);

/** What a client could have asked to have a part shown as a text: `users/1/`, `clientId a`, or both with a comma in between. */
const inputsOf = (
  { part: { fields } }: ScopeDefinition,
  text: string,
): readonly Readonly<Record<string, unknown>>[] => {
  const pieces = text.split(', ');
  const fieldOf = (piece: string): string | undefined => fields.find((field) => piece.startsWith(`${field} `));
  const named = Object.fromEntries(
    pieces.flatMap((piece) => {
      const field = fieldOf(piece);
      return field === undefined ? [] : [[field, piece.slice(field.length + 1)] as const];
    }),
  );
  const rest = pieces.filter((piece) => fieldOf(piece) === undefined).join(', ');
  const together = rest === '' ? [named] : fields.map((field) => ({ ...named, [field]: rest }));
  const alone = fields.flatMap((field) => {
    const value = text.startsWith(`${field} `) ? text.slice(field.length + 1) : text;
    return [{ [field]: value }, { [field]: [value] }];
  });
  return [...together, ...alone];
};

/**
 * The parts that a text can mean: the service's own reading of it in each of its fields that shows as that text again. What an
 * ask leaves open is all of it.
 */
export const partsOf = (service: ScopeDefinition, text: string): readonly unknown[] => {
  const whole = wholeOf(service);
  if (text === '') return whole === undefined ? [] : [whole];
  return inputsOf(service, text)
    .flatMap((input) => unlessRefused(() => service.part.read(input, '')) ?? [])
    .filter((asked) => service.part.text(asked) === text)
    .map((asked) => (whole === undefined ? undefined : service.part.within(whole, asked)) ?? asked);
};
