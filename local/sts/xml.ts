/** The XML that STS answers with. */
import type { AwsResponse } from '../awsService.ts';

/** An element's content: text, or elements in order. Undefined elements are left out. */
export interface Elements {
  readonly [name: string]: string | number | Elements | undefined;
}

const escapes = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\r', '&#xD;'],
]);

/** Characters that XML 1.0 has no way to write become U+FFFD: messages repeat what a client sent. */
const escape = (text: string) =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\r]/g, (character) => escapes.get(character) ?? character);

const write = (elements: Elements, indent: string): string =>
  Object.entries(elements)
    .map(([name, content]) => {
      if (content === undefined) return '';
      if (typeof content !== 'object') return `${indent}<${name}>${escape(String(content))}</${name}>\n`;
      return `${indent}<${name}>\n${write(content, `${indent}  `)}${indent}</${name}>\n`;
    })
    .join('');

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

const answer = (status: number, root: string, elements: Elements, requestId: string): AwsResponse => ({
  status,
  headers: { 'x-amzn-requestid': requestId, 'content-type': 'text/xml' },
  body: `<${root} xmlns="${namespace}">\n${write(elements, '  ')}</${root}>\n`,
});

/** The answer to an operation that succeeded. */
export const resultXml = (operation: string, result: Elements, requestId: string): AwsResponse =>
  answer(
    200,
    `${operation}Response`,
    { [`${operation}Result`]: result, ResponseMetadata: { RequestId: requestId } },
    requestId,
  );

/** The answer to one that did not. */
export const errorXml = (error: { code: string; message: string; status: number }, requestId: string): AwsResponse => {
  const type = error.status < 500 ? 'Sender' : 'Receiver';
  return answer(
    error.status,
    'ErrorResponse',
    { Error: { Type: type, Code: error.code, Message: error.message }, RequestId: requestId },
    requestId,
  );
};
