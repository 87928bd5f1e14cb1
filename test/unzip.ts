/** Reads zip files, as `serverless package` writes them. */
import { inflateRawSync } from 'node:zlib';

// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12: a file's header in the central directory, 46 bytes and its name;
// 4.3.7: the one before its content, 30 bytes and its name.
const CENTRAL_HEADER = Buffer.from('PK\x01\x02', 'latin1');
const DEFLATED = 8;

const contentAt = (zip: Buffer, local: number, method: number, length: number): string => {
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const content = zip.subarray(start, start + length);
  return (method === DEFLATED ? inflateRawSync(content) : content).toString('utf8');
};

/** The text of each file in a zip, by its path. */
export const unzip = (zip: Buffer): Readonly<Record<string, string>> => {
  const files: Record<string, string> = {};
  for (let at = zip.indexOf(CENTRAL_HEADER); at >= 0; at = zip.indexOf(CENTRAL_HEADER, at + 46)) {
    const name = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28));
    files[name] = contentAt(zip, zip.readUInt32LE(at + 42), zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20));
  }
  return files;
};
