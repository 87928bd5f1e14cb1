import { setTimeout as sleep } from 'node:timers/promises';
import { formOf, waiting } from './output.ts';

const stream = (isTTY?: boolean) => {
  const written: string[] = [];
  return { written, write: (text: string) => written.push(text), ...(isTTY !== undefined && { isTTY }) };
};

it('says on a terminal what is being waited for, and takes it back', async () => {
  const terminal = stream(true);
  expect(await waiting('Vending', sleep(400, 'done'), terminal)).toBe('done');
  expect(terminal.written).toEqual(['Vending …', '\r\u001b[K']);
});

it('takes it back when the work fails', async () => {
  const terminal = stream(true);
  const failing = sleep(400).then(() => Promise.reject(new Error('no')));
  await expect(waiting('Vending', failing, terminal)).rejects.toThrow('no');
  expect(terminal.written.at(-1)).toBe('\r\u001b[K');
});

it('says nothing of what is quick, and nothing where there is no terminal', async () => {
  const [terminal, file] = [stream(true), stream()];
  await waiting('Vending', Promise.resolve(), terminal);
  await waiting('Vending', sleep(400), file);
  expect([terminal.written, file.written]).toEqual([[], []]);
});

it.each([
  [{}, true, 'table'],
  [{}, undefined, 'json'],
  [{ json: true }, true, 'json'],
  [{ env: true }, true, 'env'],
  [{ env: true }, undefined, 'env'],
] as const)('%j with a terminal %s: %s', (options, isTTY, form) => {
  expect(formOf(options, isTTY === undefined ? {} : { isTTY })).toBe(form);
});
