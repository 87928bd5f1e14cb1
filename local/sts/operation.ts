/** What an STS operation is given and what it gives back. */
import type { Clock } from '../awsService.ts';
import type { Role } from '../service.ts';
import type { Parameters } from './queryRequest.ts';
import type { Session } from './session.ts';
import type { SessionStore } from './sessionStore.ts';
import type { Elements } from './xml.ts';

/** The world around an operation. */
export interface Surroundings {
  /** By ARN. */
  readonly roles: ReadonlyMap<string, Role>;
  readonly sessions: SessionStore;
  readonly region: string;
  readonly clock: Clock;
}

/** One API operation: its result as XML elements. @throws StsError */
export type Operation = (parameters: Parameters, caller: Session, surroundings: Surroundings) => Elements;
