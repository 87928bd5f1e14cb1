/** Checks parameters against the constraints of the service model, and says what is wrong as AWS does. */
import { StsError } from './stsError.ts';

/** The constraint on a string: its length, in UTF-16 units, and a pattern for the whole of it. */
export interface StringConstraint {
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  /** The pattern as the service model writes it, for the message. */
  readonly patternText: string;
}

const failed = (at: string, value: string, constraint: string) =>
  `Value ${value} at '${at}' failed to satisfy constraint: Member must ${constraint}`;

/** What is wrong with a required string, if anything. */
export const checkString = (at: string, value: string | undefined, constraint: StringConstraint): string[] => {
  if (value === undefined) return [failed(at, 'null', 'not be null')];
  const shown = `'${value}'`;
  const wrong: string[] = [];
  if (value.length < constraint.min) {
    wrong.push(failed(at, shown, `have length greater than or equal to ${String(constraint.min)}`));
  }
  if (value.length > constraint.max) {
    wrong.push(failed(at, shown, `have length less than or equal to ${String(constraint.max)}`));
  }
  if (!constraint.pattern.test(value)) {
    wrong.push(failed(at, shown, `satisfy regular expression pattern: ${constraint.patternText}`));
  }
  return wrong;
};

/** What is wrong with an optional string, if anything. */
export const checkOptional = (at: string, value: string | undefined, constraint: StringConstraint): string[] =>
  value === undefined ? [] : checkString(at, value, constraint);

/** What is wrong with an optional number, if anything. */
export const checkNumber = (at: string, value: number | undefined, min: number, max: number): string[] => {
  if (value === undefined || (value >= min && value <= max)) return [];
  const bound = value < min ? `greater than or equal to ${String(min)}` : `less than or equal to ${String(max)}`;
  return [failed(at, `'${String(value)}'`, `have value ${bound}`)];
};

/** What is wrong with the length of a list, if anything. Its members are not repeated in the message. */
export const checkList = (at: string, list: readonly unknown[], max: number): string[] =>
  list.length <= max
    ? []
    : [failed(at, `'[${String(list.length)} members]'`, `have length less than or equal to ${String(max)}`)];

/** @throws StsError ValidationError when anything is wrong */
export const refuse = (wrong: readonly string[]): void => {
  if (wrong.length === 0) return;
  const errors = wrong.length === 1 ? 'error' : 'errors';
  throw new StsError('ValidationError', `${String(wrong.length)} validation ${errors} detected: ${wrong.join('; ')}`);
};

/** An integer, however large, in the text of a parameter. @throws StsError MalformedInput */
export const readInteger = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^-?\d{1,15}$/.test(text))
    throw new StsError('MalformedInput', 'A parameter that is a number is not an integer.');
  return Number(text);
};
