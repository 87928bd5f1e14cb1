/** Colours for a terminal, none for anything else. */
import { styleText } from 'node:util';

/** Gives text a style, or leaves it as it is. */
export type Paint = (style: 'bold' | 'dim' | 'green' | 'red' | 'cyan' | 'yellow', text: string) => string;

// Whether there are colours has been decided: Node need not look at stdout once more.
const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false });

/** Text as it is. */
export const plain: Paint = (_, text) => text;

/** Colours when the stream is a terminal and NO_COLOR (https://no-color.org) is unset or empty. */
export const paintFor = (
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Paint => (stream.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb' ? coloured : plain);
