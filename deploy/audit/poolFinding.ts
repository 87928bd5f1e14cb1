/** What the audit of a user pool finds. */
import type { Finding } from '../check/finding.ts';

/** A fault must be mended; a notice is for somebody to look at. */
export interface PoolFinding extends Finding {
  readonly severity: 'fault' | 'notice';
}
