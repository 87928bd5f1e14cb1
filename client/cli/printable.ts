/** Text from elsewhere made fit for a terminal: it cannot move the cursor, change the title or turn the line round. */

// C0 and C1 controls, DEL, the marks that turn the direction of text, line and paragraph separators, half a surrogate pair.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

/** Each such character as `\u001b`; everything else as it is. */
export const printable = (text: string): string =>
  text.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The same, but lines stay lines: for messages. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');
