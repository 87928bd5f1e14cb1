/** The XML that S3 answers with. */

/** An element's content: text, or elements in order; a list is one element each. Undefined elements are left out. */
export interface Elements {
  readonly [name: string]: string | number | boolean | Elements | readonly (string | Elements)[] | undefined;
}

const escapes = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

/** Control characters are written as references, as S3 does, although XML 1.0 has no way to write most of them. */
const escape = (text: string) =>
  text
    .replace(/[&<>"]/g, (character) => escapes.get(character) ?? character)
    .replace(/[\u0000-\u001f\u007f]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`)
    .replace(/[\ufffe\uffff]/g, '\ufffd');

type Content = string | number | boolean | Elements;

const element = (name: string, content: Content): string =>
  `<${name}>${typeof content === 'object' ? write(content) : escape(String(content))}</${name}>`;

const isList = (content: Elements[string]): content is readonly (string | Elements)[] => Array.isArray(content);

const write = (elements: Elements): string =>
  Object.entries(elements)
    .map(([name, content]) => {
      if (content === undefined) return '';
      return isList(content) ? content.map((item) => element(name, item)).join('') : element(name, content);
    })
    .join('');

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A document of S3's namespace. */
export const s3Xml = (root: string, elements: Elements): string =>
  `${declaration}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${write(elements)}</${root}>`;

/** An error, which S3 puts in no namespace. */
export const errorXml = (elements: Elements): string => `${declaration}<Error>${write(elements)}</Error>`;
