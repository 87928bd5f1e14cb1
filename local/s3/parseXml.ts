/** Reads the small XML documents that clients send: what cannot be one of them is MalformedXML, and nothing is guessed. */
import { XMLParser } from 'fast-xml-parser';
import { malformedXml } from './s3Error.ts';

/** An element's content: text, or its children by name in order. */
export type XmlNode = string | ReadonlyMap<string, readonly XmlNode[]>;

const parser = new XMLParser({
  parseTagValue: false,
  // Keys may begin and end with blanks.
  trimValues: false,
  ignoreAttributes: true,
  removeNSPrefix: true,
  preserveOrder: true,
  htmlEntities: true,
});

type Ordered = readonly Readonly<Record<string, unknown>>[];

const nodeOf = (children: Ordered): XmlNode => {
  const elements = new Map<string, XmlNode[]>();
  let text = '';
  for (const child of children) {
    for (const [name, content] of Object.entries(child)) {
      if (name === '#text') text += String(content);
      else if (Array.isArray(content)) {
        const same = elements.get(name);
        const node = nodeOf(content as Ordered);
        if (same) same.push(node);
        else elements.set(name, [node]);
      }
    }
  }
  if (elements.size === 0) return text;
  if (text.trim() !== '') throw malformedXml();
  return elements;
};

/** What XML cannot hold: https://www.w3.org/TR/xml/#charsets */
const noXml = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** Ten thousand parts with everything that a part can have are half of that; a million would keep the parser busy for seconds. */
const mostTags = 200_000;

const tagsOf = (document: string): number => {
  let tags = 0;
  for (let at = document.indexOf('<'); at !== -1; at = document.indexOf('<', at + 1)) tags += 1;
  return tags;
};

/** @throws S3Error MalformedXML, for a document that is not well formed, has a DTD or another root */
export const parseXml = (document: string, root: string): XmlNode => {
  // A DTD could declare entities; no client of S3 sends one.
  if (document.includes('<!DOCTYPE')) throw malformedXml();
  if (noXml.test(document) || tagsOf(document) > mostTags) throw malformedXml();
  let parsed: XmlNode;
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is a package of its own, for the same code
    parsed = nodeOf((parser.parse(document, true) as Ordered).filter((child) => !('?xml' in child)));
  } catch {
    throw malformedXml();
  }
  const content = typeof parsed === 'string' ? undefined : parsed.get(root);
  const [only, another] = content ?? [];
  if (only === undefined || another !== undefined || (typeof parsed !== 'string' && parsed.size > 1)) {
    throw malformedXml();
  }
  return only;
};

/** The elements of a name within a node. */
export const childrenOf = (node: XmlNode, name: string): readonly XmlNode[] =>
  typeof node === 'string' ? [] : (node.get(name) ?? []);

/** The text of the only element of a name; undefined when there is none. @throws S3Error MalformedXML */
export const textOf = (node: XmlNode, name: string): string | undefined => {
  const [only, another] = childrenOf(node, name);
  if (another !== undefined || (only !== undefined && typeof only !== 'string')) throw malformedXml();
  return only;
};

/** As `textOf`, of an element that must be there. @throws S3Error MalformedXML */
export const requiredTextOf = (node: XmlNode, name: string): string => {
  const text = textOf(node, name);
  if (text === undefined) throw malformedXml();
  return text;
};
