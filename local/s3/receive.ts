/** Takes in a request's body, after its sender was found to be allowed to send it. */
import { gatherBytes } from '../gatherBytes.ts';
import type { Call } from './call.ts';
import { malformedXml, S3Error } from './s3Error.ts';
import type { Content } from './store/content.ts';
import { contentOf } from './store/content.ts';

/** Below this many bytes a body is joined: small buffers hold on to larger memory. */
const small = 256 * 1024;

const joinSmall = (pieces: readonly Buffer[], size: number): Content =>
  size < small ? contentOf(Buffer.concat(pieces)) : contentOf(...pieces);

/**
 * Reads the body into the store's capacity and hands it to `keep`. If either fails, the capacity is given back.
 * @throws S3Error EntityTooLarge; GateError when the body is not what was signed or announced
 */
export const receive = async <Result>(
  { request, store }: Call,
  keep: (content: Content) => Result,
): Promise<Result> => {
  const { capacity } = store;
  let taken = 0;
  const take = (bytes: number) => {
    capacity.take(bytes);
    taken += bytes;
  };
  try {
    take(request.length ?? 0);
    const gathered = gatherBytes();
    for await (const piece of request.body) {
      gathered.add(piece);
      if (gathered.size() > taken) take(gathered.size() - taken);
    }
    return keep(joinSmall(gathered.pieces(), gathered.size()));
  } catch (error) {
    capacity.give(taken);
    throw error;
  }
};

/** As `receive`, of a body whose length S3 wants to know first. @throws S3Error MissingContentLength too */
export const receiveAnnounced = async <Result>(call: Call, keep: (content: Content) => Result): Promise<Result> => {
  const { length } = call.request;
  if (length === undefined) {
    throw new S3Error(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  return receive(call, (content) => {
    if (content.size === length) return keep(content);
    throw new S3Error(
      400,
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
  });
};

/** Bytes. A thousand keys of the longest kind, each character escaped, are not more. */
const longestXml = 4 * 1024 * 1024;

/** Reads a body that is XML. @throws S3Error MalformedXML for one that is too long or not UTF-8 */
export const receiveXml = async ({ request }: Call): Promise<string> => {
  if ((request.length ?? 0) > longestXml) throw malformedXml();
  const gathered = gatherBytes();
  for await (const piece of request.body) {
    gathered.add(piece);
    if (gathered.size() > longestXml) throw malformedXml();
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(gathered.pieces()));
  } catch {
    throw malformedXml();
  }
};
