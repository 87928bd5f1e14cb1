/** What the processes of a bench tell each other. */
import type { VendedSession } from './vendSessions.ts';

/** Of a server that is ready. */
export interface Started {
  readonly url: string;
  readonly region: string;
  readonly bucket: string;
  readonly table: string;
  readonly sessions: readonly VendedSession[];
}

/** To a server: how it is, after the garbage was collected or as it is. */
export type Asked = 'heap' | 'cpu';

/** Of a server that is asked how it is. */
export interface Report {
  /** Unhandled rejections, warnings, and errors that were answered as InternalFailure. */
  readonly faults: readonly string[];
  /** Bytes in use. */
  readonly heap: number;
  /** Microseconds of processor time that it has used so far. */
  readonly cpu: number;
}

/** An answer that the bare server gives, whatever is asked. */
export interface Canned {
  readonly headers: Readonly<Record<string, string>>;
  /** Base64. */
  readonly body: string;
}
