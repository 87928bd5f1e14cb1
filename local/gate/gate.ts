/** The gate: what S3 and DynamoDB ask of every request before they do anything. */
import { authenticate } from './authenticate.ts';
import type { Authenticated, Authenticator } from './authenticator.ts';
import { authenticatePost } from './authenticatePost.ts';
import type { AuthenticatedPost } from './authenticatePost.ts';
import type { DataRequest } from '../dataService.ts';
import type { Session } from '../sts/session.ts';
import type { GatedService } from './gateError.ts';
import { judge } from './judge.ts';
import type { Question, World } from './judge.ts';

/** Says whose a request is, and whether it may do what it asks for. */
export interface Gate {
  /** Of a request that is signed in its header or its URL. @throws GateError */
  authenticate(request: DataRequest, service: GatedService): Promise<Authenticated>;
  /** Of a form that is posted to a bucket. @throws GateError */
  authenticatePost(request: DataRequest, bucket: string): Promise<AuthenticatedPost>;
  /** Lets what is allowed pass. The question is put together only to be judged. @throws GateError, PolicyError */
  judge(session: Session, question: () => Question): void;
}

/** What a gate knows. */
export type GateOptions = Authenticator & Pick<World, 'resourcePolicies'>;

/** Makes the gate of a service. */
export type CreateGate = (options: GateOptions) => Gate;

/** The gate of every local stack. */
export const createGate: CreateGate = (options) => ({
  authenticate: authenticate(options),
  authenticatePost: authenticatePost(options),
  judge: (session, question) => {
    judge(options, session, question());
  },
});
