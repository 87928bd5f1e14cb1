/** SRP sign-ins that wait for the client's proof, found again by their secret block. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../awsService.ts';
import type { SrpExchange } from './srp.ts';

interface Pending {
  readonly username: string;
  readonly exchange: SrpExchange;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export interface SrpChallenges {
  /** Remembers a sign-in and gives its secret block, which names it and cannot be guessed. */
  add(username: string, exchange: SrpExchange): Buffer;
  /** The sign-in, once: a second attempt needs a new challenge. Undefined when unknown or older than three minutes. */
  take(secretBlock: Buffer): Omit<Pending, 'expires'> | undefined;
}

/** Cognito's default for a sign-in session. */
const lifetime = 3 * 60 * 1000;

/** Over `limit` sign-ins the oldest is forgotten. */
export const createSrpChallenges = (clock: Clock, limit = 1_000): SrpChallenges => {
  const pending = new Map<string, Pending>();
  return {
    add: (username, exchange) => {
      const secretBlock = randomBytes(64);
      pending.set(secretBlock.toString('base64'), { username, exchange, expires: clock() + lifetime });
      for (const oldest of pending.keys()) {
        if (pending.size <= limit) break;
        pending.delete(oldest);
      }
      return secretBlock;
    },
    take: (secretBlock) => {
      const key = secretBlock.toString('base64');
      const found = pending.get(key);
      pending.delete(key);
      return found && found.expires > clock() ? found : undefined;
    },
  };
};
