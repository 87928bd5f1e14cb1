/** What text of a client or an operator must be like so that it can be stated exactly. */
import { quote } from '../errors.ts';

// Control characters and lone surrogates cannot be stated, or not so that every reader reads the same.
const INEXACT = /[\p{Cc}\p{Cs}]/u;

const encoder = new TextEncoder();

/** Why a text cannot be stated exactly, if it cannot. `maxBytes` counts UTF-8. */
export const whyInexact = (text: string, maxBytes: number): string | undefined => {
  if (text === '') return 'is empty';
  if (INEXACT.test(text)) return `holds a control character or half a character: ${quote(text)}`;
  if (text.length * 3 > maxBytes && encoder.encode(text).length > maxBytes)
    return `is longer than ${String(maxBytes)} bytes: ${quote(text)}`;
  return undefined;
};
