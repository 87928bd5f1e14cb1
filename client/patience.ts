/** Waiting, with an end: for a time, or for a signal. */
import type { Signal } from './vendOptions.ts';

/** What a wait that its signal ended is rejected with: the signal's reason, where the platform has reasons. */
export const abortReason = (signal: Signal | undefined): Error =>
  (signal?.reason as Error | undefined) ??
  Object.assign(new Error('The wait for credentials was aborted.'), { name: 'AbortError' });

/** Waits so many milliseconds, or until the signal. */
export const pause = (milliseconds: number, signal: Signal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });

/**
 * Does work that a signal or the end of the time ends, whether or not the work heeds the signal that it is given. None is begun when the
 * signal came before: it does not come again.
 * Not by AbortSignal.timeout and any, which React Native has not.
 *
 * @throws what the work throws; an error without meaning when it was ended
 */
export const within = <Result>(
  milliseconds: number,
  signal: Signal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new Error('ended'));
      return;
    }
    const controller = new AbortController();
    const clean = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    const stop = () => {
      clean();
      controller.abort();
      reject(new Error('ended'));
    };
    const timer = setTimeout(stop, milliseconds);
    signal.addEventListener('abort', stop);
    work(controller.signal).then(resolve, reject).finally(clean);
  });
