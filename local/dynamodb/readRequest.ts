/** Reads a request of DynamoDB's JSON protocol. */
import { DynamodbError, invalid } from './dynamodbError.ts';
import type { Fields } from './engine/dynalite.ts';
import { isNestedDeeper } from './jsonDepth.ts';
import { foreignName } from './names.ts';

/** JSON levels. DynamoDB allows 32 levels of lists and maps in a value, each two levels of JSON, and some around. */
const maxDepth = 80;

/** The operation that the header X-Amz-Target names, if it names one. */
export const targetOf = (target: string | undefined): string | undefined =>
  /^DynamoDB_20120810\.([A-Za-z]+)$/.exec(target ?? '')?.[1];

/** A body up to its limit. The rest of one that is longer is left alone. @throws DynamodbError */
export const readBody = async (body: AsyncIterable<Buffer>, limit: number): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > limit) {
      const message = `The request is larger than ${String(limit)} bytes. Send less at once.`;
      throw new DynamodbError('RequestEntityTooLargeException', message, {}, 413);
    }
    pieces.push(piece);
  }
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
};

const tooDeep = () => invalid('Nesting Levels have exceeded supported limits');

/** A member that is null is one that is not there: dropped, so that what is judged and what is run agree on that. */
const tidy = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((member: unknown) => {
      if (member === null) throw invalid('A list in the request holds null. Leave it out.');
      return tidy(member);
    });
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [foreignName(name), tidy(member)]),
  );
};

/** @throws DynamodbError for what is not a JSON object, or is nested too deep */
export const parseBody = (body: Buffer): Fields => {
  let parsed: unknown;
  // Before it is parsed: 16 MB of brackets would be a gigabyte of lists.
  if (isNestedDeeper(body, maxDepth)) throw tooDeep();
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw new DynamodbError('SerializationException', 'The body is not JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new DynamodbError('SerializationException', 'The body is not a JSON object.');
  }
  return tidy(parsed) as Fields;
};
