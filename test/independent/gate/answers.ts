/** Reads how a request ended. */
import type { Asked } from './asked.ts';
import type { Answered } from './world.ts';

/** The text of an element. */
const plain = (xml: string) =>
  xml
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_, hex: string | undefined, decimal = '') =>
      String.fromCodePoint(hex === undefined ? Number(decimal) : parseInt(hex, 16)),
    )
    .replaceAll('&amp;', '&');

/** `done`, or the error's code; and its message. */
export const endOf = (
  { method, service }: Asked,
  { status, body }: Answered,
): readonly [end: string, message: string] => {
  if (status < 400) return ['done', ''];
  if (method === 'HEAD') return [status === 403 ? 'AccessDenied' : String(status), ''];
  if (service === 's3') {
    return [/<Code>(.*?)<\/Code>/.exec(body)?.[1] ?? body, plain(/<Message>(.*?)<\/Message>/s.exec(body)?.[1] ?? '')];
  }
  const { __type = '', message = '', Message = message } = JSON.parse(body) as Record<string, string>;
  return [__type.split('#').at(-1) ?? '', Message];
};

/** The keys of DeleteObjects' answer that are told as this. */
export const keysIn = (xml: string, element: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))].map(([, inside = '']) =>
    plain(/<Key>(.*?)<\/Key>/s.exec(inside)?.[1] ?? ''),
  );
