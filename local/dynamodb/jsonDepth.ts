/** How deep a JSON text is nested, without parsing it: the lists that it would become take fifty times its memory. */

const [quote, backslash] = Buffer.from('"\\');
const opening = new Set(Buffer.from('[{'));
const closing = new Set(Buffer.from(']}'));

/** Whether lists and objects of a JSON text are nested deeper than this. Of what is no JSON the answer means nothing. */
export const isNestedDeeper = (json: Buffer, most: number): boolean => {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] ?? 0;
    if (inText && byte === backslash) at += 1;
    else if (byte === quote) inText = !inText;
    else if (!inText && opening.has(byte)) {
      depth += 1;
      if (depth > most) return true;
    } else if (!inText && closing.has(byte)) depth -= 1;
  }
  return false;
};
