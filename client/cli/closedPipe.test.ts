import { EventEmitter } from 'node:events';
import { outliveReaders } from './closedPipe.ts';

const faulted = (code: string) => () => {
  const stream = new EventEmitter();
  outliveReaders([stream]);
  stream.emit('error', Object.assign(new Error(code), { code }));
};

it.each(['EPIPE', 'EOF'])('bears %s', (code) => {
  expect(faulted(code)).not.toThrow();
});
it('bears no other fault', () => {
  expect(faulted('ENOSPC')).toThrow('ENOSPC');
});
