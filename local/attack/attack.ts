/** What an attack is, what it is made with, and how the service takes it. */
import type { VendedCredentials } from '../../core/schema.ts';
import type { RunningStack } from '../../client/cli/findStack.ts';
import type { Tokens } from '../calls/signIn.ts';
import type { PublicKey } from './forge.ts';

/** What an attacker has: an account of their own, what is public, and credentials vended to them. */
export interface Means {
  readonly stack: RunningStack;
  readonly tokens: Readonly<Record<'member' | 'editor' | 'guest', Tokens>>;
  /** The users' subs, as their ID tokens say. */
  readonly sub: Readonly<Record<'member' | 'editor', string>>;
  /** The user pool's public signing key. */
  readonly publicKey: PublicKey;
  /** Vended to member. */
  readonly vended: VendedCredentials;
  readonly vendRoleArn: string;
}

/** How the service took it. `code` undefined: it was not refused. */
export interface Reaction {
  readonly code: string | undefined;
  readonly message: string;
}

/** One attack. */
export interface Attack {
  readonly what: string;
  /** The refusals that are right. */
  readonly refusal: readonly string[];
  readonly attempt: (means: Means) => Promise<Reaction>;
}

/** Whether an attack was refused, and for the reason that is right. */
export const isRefusedRightly = ({ refusal }: Pick<Attack, 'refusal'>, { code }: Reaction): boolean =>
  code !== undefined && refusal.includes(code);
