/** A body in one piece: all of it or a GateError, and the connection is left alone. */
import { PassThrough, Readable } from 'node:stream';
import { GateError } from './gateError.ts';
import { onePiece, readWhole } from './readWhole.ts';

const tooLong = () => new GateError(413, 'TooLong', 'It is too long.');
const pieces = (...texts: readonly string[]) =>
  Readable.from(
    texts.map((text) => Buffer.from(text)),
    { objectMode: false },
  );

it.each([
  { what: 'nothing', texts: [] },
  { what: 'one piece', texts: ['abc'] },
  { what: 'several pieces, up to the limit', texts: ['ab', 'c', 'defg', 'hij'] },
])('reads $what', async ({ texts }) => {
  expect((await readWhole(pieces(...texts), 10, tooLong)).toString()).toBe(texts.join(''));
});

/** A source that was given something, and not its end. */
const open = (text = 'abc') => {
  const source = new PassThrough();
  source.write(text);
  return source;
};

it('refuses what is longer than the limit, and leaves the rest and the connection alone', async () => {
  const source = open('abcdefghijk');
  await expect(readWhole(source, 10, tooLong)).rejects.toHaveProperty('code', 'TooLong');
  expect([source.destroyed, source.isPaused(), source.listenerCount('data')]).toEqual([false, true, 0]);
  // Whoever leaves after that is no crash.
  source.destroy(new Error('gone'));
  await new Promise((resolve) => source.once('close', resolve));
});

it.each<[what: string, happens: (source: PassThrough) => void, code: string]>([
  ['the client goes away', (source) => source.destroy(), 'IncompleteBody'],
  ['the connection breaks', (source) => source.destroy(new Error('reset')), 'IncompleteBody'],
  ['nothing comes for too long', (source) => source.emit('timeout'), 'RequestTimeout'],
])('fails when %s', async (_what, happens, code) => {
  const source = open();
  const read = readWhole(source, 10, tooLong);
  setImmediate(() => {
    happens(source);
  });
  await expect(read).rejects.toMatchObject({ name: 'GateError', code });
  source.destroy();
});

it.each<[what: string, end: (source: PassThrough) => unknown]>([
  ['was gone before', (source) => source.destroy()],
  ['was read before', (source) => source.end().resume()],
])('fails for a source that %s', async (_what, end) => {
  const source = open();
  end(source);
  await new Promise((resolve) => source.once('close', resolve));
  await expect(readWhole(source, 10, tooLong)).rejects.toHaveProperty('code', 'IncompleteBody');
});

it('is not read before it is asked for', async () => {
  let reads = 0;
  const body = onePiece(() => Promise.resolve(Buffer.from(String((reads += 1)))));
  expect(reads).toBe(0);
  for await (const piece of body) expect(piece.toString()).toBe('1');
  expect(reads).toBe(1);
});
