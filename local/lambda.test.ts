import { createLambda } from './lambda.ts';
import type { InvocationContext, LambdaHandler } from './lambda.ts';

const fn = { name: 'fn', timeoutSeconds: 10 };
const invoke = (handler: LambdaHandler, payload: unknown = {}, timeoutSeconds = 10) =>
  createLambda({ ...fn, timeoutSeconds }, handler)(payload);

describe('an invocation', () => {
  it('passes event and answer through JSON', async () => {
    const event = { at: new Date(0), not: undefined, list: [undefined] };
    expect(await invoke((got: unknown) => ({ got, gone: undefined }), event)).toEqual({
      got: { at: '1970-01-01T00:00:00.000Z', list: [null] },
    });
  });

  it('shares nothing with its caller', async () => {
    const event = { list: [1] };
    await invoke((got: typeof event) => got.list.push(2), event);
    expect(event.list).toEqual([1]);
  });

  it('answers null for a handler without an answer', async () => {
    expect(await invoke(() => undefined)).toBeNull();
  });

  it('has a request ID of its own and the time that is left', async () => {
    const contexts: InvocationContext[] = [];
    const keep = (_: unknown, context: InvocationContext) => void contexts.push(context);
    await invoke(keep);
    await invoke(keep);
    expect(new Set(contexts.map(({ awsRequestId }) => awsRequestId)).size).toBe(2);
    expect(contexts[0]?.awsRequestId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(contexts[0]?.getRemainingTimeInMillis()).toBeGreaterThan(9_000);
    expect(contexts[0]?.getRemainingTimeInMillis()).toBeLessThanOrEqual(10_000);
  });
});

const failures: { why: string; handler: LambdaHandler; payload?: unknown; name: string; message: string | RegExp }[] = [
  {
    why: 'throws',
    handler: () => {
      throw new TypeError('broken');
    },
    name: 'Lambda:Unhandled',
    message: 'broken',
  },
  {
    why: 'rejects',
    handler: () => Promise.reject(new Error('broken')),
    name: 'Lambda:Unhandled',
    message: 'broken',
  },
  {
    why: 'claims to have timed out',
    handler: () => Promise.reject(Object.assign(new Error('no'), { name: 'Lambda:ExecutionTimeoutException' })),
    name: 'Lambda:Unhandled',
    message: 'no',
  },
  {
    why: 'never ends',
    handler: () => new Promise(() => undefined),
    name: 'Lambda:ExecutionTimeoutException',
    message: 'Execution timed out.',
  },
  {
    why: 'gets too much',
    handler: () => 'not reached',
    payload: 'x'.repeat(6 * 1024 * 1024),
    name: 'Lambda:RequestTooLargeException',
    message: /^6291458 byte payload is too large/,
  },
  {
    why: 'answers too much',
    handler: () => 'x'.repeat(6 * 1024 * 1024 + 100),
    name: 'Lambda:Unhandled',
    message: /^Response payload size exceeded maximum allowed payload size/,
  },
];

describe('a failed invocation', () => {
  it.each(failures)('of a function that $why is $name', async ({ handler, payload, name, message }) => {
    await expect(invoke(handler, payload, 0.05)).rejects.toMatchObject({ name });
    await expect(invoke(handler, payload, 0.05)).rejects.toThrow(message);
  });

  it('tells what was thrown, with the function that threw it', async () => {
    const heard: unknown[] = [];
    const error = new Error('broken');
    const call = createLambda(
      fn,
      () => Promise.reject(error),
      (...what) => heard.push(what),
    );
    await expect(call({})).rejects.toThrow('broken');
    expect(heard).toEqual([['fn', error]]);
  });
});
