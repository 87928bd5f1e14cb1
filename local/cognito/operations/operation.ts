/** What an API operation is, and what it works with. */
import type { UserPoolClient } from '../../service.ts';
import type { ReadAccessToken } from '../accessToken.ts';
import { CognitoError } from '../cognitoError.ts';
import type { Input } from '../input.ts';
import { text } from '../input.ts';
import type { Sessions } from '../sessions.ts';
import type { SrpChallenges } from '../srpChallenges.ts';
import type { Tokens } from '../tokens.ts';
import type { UserDirectory } from '../userDirectory.ts';

/** The pool's parts. */
export interface Pool {
  /** The pool's id after the underscore. */
  readonly name: string;
  readonly client: UserPoolClient;
  readonly users: UserDirectory;
  readonly challenges: SrpChallenges;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly readAccessToken: ReadAccessToken;
}

/** Takes the request's body, gives the answer's. Errors are CognitoErrors. */
export type Operation = (pool: Pool, input: Input) => object | Promise<object>;

/** @throws {CognitoError} ResourceNotFoundException when the request is for another app client. */
export const checkClient = ({ client }: Pick<Pool, 'client'>, input: Input): void => {
  const id = text(input, 'ClientId');
  if (id !== client.id)
    throw new CognitoError('ResourceNotFoundException', `User pool client ${id.slice(0, 128)} does not exist.`);
};

/** Does the app client allow the flow (`ALLOW_…` in ExplicitAuthFlows)? */
export const allowsFlow = ({ client }: Pick<Pool, 'client'>, flow: string): boolean =>
  client.explicitAuthFlows.includes(`ALLOW_${flow}`);
