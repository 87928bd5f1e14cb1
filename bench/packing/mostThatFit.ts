/** Counts: how many asks fit, one more at a time. */
import type { Yardstick, YardstickAsk } from './yardstick.ts';

/** More than any policy holds: a count that gets here is a fault. */
const BEYOND = 200;

/** The most asks of the yardstick that fit; every smaller number fits too. */
export const mostThatFit = ({ asks }: Yardstick, fits: (asks: readonly YardstickAsk[]) => boolean): number => {
  for (let count = 1; count < BEYOND; count += 1) if (!fits(asks(count))) return count - 1;
  throw new Error(`${String(BEYOND)} asks fit: what is counted does not grow`);
};
