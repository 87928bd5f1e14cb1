import { jest } from '@jest/globals';
import { onParentGone } from './parentGone.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const calls = (environment: NodeJS.ProcessEnv, ppids: readonly number[]): number => {
  const kin = { ppid: 7 };
  const then = jest.fn();
  onParentGone(then, { kin, environment });
  for (const ppid of ppids) {
    kin.ppid = ppid;
    jest.advanceTimersByTime(1_000);
  }
  return then.mock.calls.length;
};

it.each([
  { why: 'once when npm has gone', environment: { npm_lifecycle_event: 'start' }, ppids: [7, 1, 1, 9], times: 1 },
  { why: 'never while npm is there', environment: { npm_lifecycle_event: 'start' }, ppids: [7, 7, 7], times: 0 },
  { why: 'never when npm has not started it', environment: {}, ppids: [1, 1], times: 0 },
])('calls back $why', ({ environment, ppids, times }) => {
  expect(calls(environment, ppids)).toBe(times);
});
