/** The policies of other projects: what they would send to STS for the same asks. */
import type { Statement } from '../../../core/policy/document.ts';
import type { PrefixAsk, YardstickAsk } from '../yardstick.ts';

/**
 * Another project's way to state locations, restated from its source. Prefixes of the yardstick need no escaping, so shapes do none;
 * what a project adds only where it is configured (keys of KMS, statements of an operator) is left out.
 */
export interface Shape {
  readonly project: string;
  /** The policy as that project writes it; undefined where it does not speak of the asks' service. */
  readonly policy: (asks: readonly YardstickAsk[]) => string | undefined;
}

/** The shape of a project that knows S3 only. All asks have the same access. */
export const onBucketsOnly =
  (policy: (asks: readonly PrefixAsk[]) => string): Shape['policy'] =>
  (asks) => {
    const prefixes = asks.filter((ask) => 'prefix' in ask);
    return prefixes.length === asks.length ? policy(prefixes) : undefined;
  };

/** Whether the asks need some of these access values. */
export const needs = (asks: readonly PrefixAsk[], ...access: readonly string[]): boolean =>
  asks.some((ask) => ask.access.some((value) => access.includes(value)));

/** A document as most write it: statements always in a list, no white space. */
export const documentOf = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
