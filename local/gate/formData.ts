/** Reads multipart/form-data as a browser sends it to S3: small fields first, then one file, which streams. */
import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import { GateError } from './gateError.ts';

/** Bytes of everything before the file's content, S3's own limit. */
const maxHead = 20_480;

/** What comes before the file's content. */
export interface FormHead {
  /** By name in lower case; S3 takes them in any case. */
  readonly fields: ReadonlyMap<string, string>;
  /** What follows the last slash or backslash. */
  readonly filename: string;
}

const malformed = () =>
  new GateError(400, 'MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.');

const oneFile = () => new GateError(400, 'InvalidArgument', 'POST requires exactly one file upload per request.');

/** @throws GateError for a Content-Type that is not multipart/form-data with a boundary */
export const boundaryOf = (contentType: string | undefined): string => {
  if (!/^multipart\/form-data\s*(?:;|$)/i.test(contentType ?? '')) {
    throw new GateError(412, 'PreconditionFailed', 'Bucket POST must be of the enclosure-type multipart/form-data');
  }
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s";,]{1,70}))\s*(?:;|$)/i.exec(contentType ?? '') ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw malformed();
  return boundary;
};

const text = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed();
  }
};

/** The name, and the file name if there is one, in a part's headers. */
const describePart = (headers: string): { name: string; filename: string | undefined } => {
  const disposition = /^content-disposition:\s*form-data\s*(;.*)$/im.exec(headers)?.[1];
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of (disposition ?? '').matchAll(
    /;\s*(name|filename)=(?:"([^"]*)"|([^\s";]+))/gi,
  )) {
    parameters.set(name.toLowerCase(), quoted ?? plain);
  }
  const name = parameters.get('name');
  if (name === undefined) throw malformed();
  return { name: name.toLowerCase(), filename: parameters.get('filename') };
};

/** From the form to the content of its file; `head()` is settled when the content begins. Fails with a GateError. */
export class FormFile extends Transform {
  readonly #delimiter: Buffer;
  readonly #onHead: (head: FormHead) => void;
  readonly #fields = new Map<string, string>();
  /** Read and not yet understood; at first as if the line before the body had just ended. */
  #rest = Buffer.from('\r\n');
  #received = 0;
  #expects: 'part' | 'headers' | 'value' | 'file' | 'rest' = 'part';
  #name = '';

  /** @param onHead called once, before the first byte of the file is given out */
  constructor(boundary: string, onHead: (head: FormHead) => void) {
    super();
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
    this.#onHead = onHead;
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      this.#received += bytes.length;
      this.#rest = Buffer.concat([this.#rest, bytes]);
      while (this.#step());
      if (this.#expects !== 'file' && this.#expects !== 'rest') this.#checkHead(this.#received);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    done(this.#expects === 'rest' ? null : malformed());
  }

  /** @returns whether there may be more to understand in what has come */
  #step(): boolean {
    switch (this.#expects) {
      case 'part':
        return this.#beginPart();
      case 'headers':
        return this.#readHeaders();
      case 'value':
        return this.#readValue();
      case 'file':
        return this.#passFile();
      case 'rest':
        // What follows the file means nothing to S3.
        this.#rest = Buffer.alloc(0);
        return false;
    }
  }

  #beginPart(): boolean {
    const size = this.#delimiter.length + 2;
    if (this.#rest.length < size) return false;
    if (!this.#rest.subarray(0, size - 2).equals(this.#delimiter)) throw malformed();
    const end = this.#rest.toString('latin1', size - 2, size);
    if (end === '--') throw oneFile();
    if (end !== '\r\n') throw malformed();
    this.#rest = this.#rest.subarray(size);
    this.#expects = 'headers';
    return true;
  }

  #readHeaders(): boolean {
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end === -1) return false;
    const { name, filename } = describePart(text(this.#rest.subarray(0, end)));
    this.#rest = this.#rest.subarray(end + 4);
    if (name === 'file') {
      this.#checkHead(this.#received - this.#rest.length);
      this.#expects = 'file';
      this.#onHead({ fields: this.#fields, filename: (filename ?? '').replace(/^.*[/\\]/s, '') });
    } else {
      if (this.#fields.has(name)) {
        throw new GateError(400, 'InvalidArgument', 'A field of the form is given twice.');
      }
      this.#expects = 'value';
      this.#name = name;
    }
    return true;
  }

  #checkHead(length: number): void {
    if (length <= maxHead) return;
    throw new GateError(
      400,
      'MaxPostPreDataLengthExceeded',
      'Your POST request fields preceding the upload file were too large.',
    );
  }

  #readValue(): boolean {
    const end = this.#rest.indexOf(this.#delimiter);
    if (end === -1) return false;
    this.#fields.set(this.#name, text(this.#rest.subarray(0, end)));
    this.#rest = this.#rest.subarray(end);
    this.#expects = 'part';
    return true;
  }

  #passFile(): boolean {
    const end = this.#rest.indexOf(this.#delimiter);
    if (end === -1) {
      const sure = this.#rest.length - this.#delimiter.length + 1;
      if (sure > 0) {
        this.push(this.#rest.subarray(0, sure));
        this.#rest = this.#rest.subarray(sure);
      }
      return false;
    }
    const after = end + this.#delimiter.length;
    if (this.#rest.length < after + 2) return false;
    if (!['--', '\r\n'].includes(this.#rest.toString('latin1', after, after + 2))) throw malformed();
    if (end > 0) this.push(this.#rest.subarray(0, end));
    this.#expects = 'rest';
    return true;
  }
}
