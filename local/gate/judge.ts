/** Judges whether a session may do what a request asks: role policies ∩ session policy, with the resource's own policy. */
import { evaluateSession } from '../../core/policy/evaluate.ts';
import type { Context } from '../../core/policy/evaluate.ts';
import type { PolicyDocument } from '../../core/policy/document.ts';
import type { Clock } from '../awsService.ts';
import { callerValues } from '../sts/requestContext.ts';
import { holderOf, principalNames } from '../sts/session.ts';
import type { Session } from '../sts/session.ts';
import { compiledOnce } from './compiledOnce.ts';
import { GateError } from './gateError.ts';

/** What a judgement rests on besides the session. */
export interface World {
  readonly region: string;
  readonly clock: Clock;
  /** Bucket and table policies of the template, by the ARN of the bucket or table. */
  readonly resourcePolicies: ReadonlyMap<string, PolicyDocument>;
}

/** One action on one resource. */
export interface Question {
  /** As `s3:GetObject`. */
  readonly action: string;
  /** An ARN, or `*` for an action that is on no resource. */
  readonly resource: string;
  /** The condition keys that the request has; those of the caller are added here. */
  readonly context: Context;
}

/** The policy of the bucket that an object is in, of the table that an index or stream belongs to. */
const ownerOf = (action: string, resource: string): string => {
  const slash = resource.indexOf('/');
  const end = action.startsWith('s3:') || slash === -1 ? slash : resource.indexOf('/', slash + 1);
  return end === -1 ? resource : resource.slice(0, end);
};

const denial = (session: Session, { action, resource }: Question, why: string): GateError => {
  const s3 = action.startsWith('s3:');
  const shown = s3 && resource !== '*' ? `"${resource}"` : resource;
  const message = `User: ${session.arn} is not authorized to perform: ${action} on resource: ${shown} ${why}`;
  return s3 ? new GateError(403, 'AccessDenied', message) : new GateError(400, 'AccessDeniedException', message);
};

/**
 * Lets an allowed request pass.
 * @throws GateError AccessDenied (S3, 403) or AccessDeniedException (DynamoDB, 400) with AWS's own sentence and reason
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 * @throws PolicyError for a policy that cannot be judged exactly
 */
export const judge = ({ region, clock, resourcePolicies }: World, session: Session, question: Question): void => {
  const onResource = resourcePolicies.get(ownerOf(question.action, question.resource));
  const verdict = evaluateSession(
    {
      identity: compiledOnce(holderOf(session).policies, 'identity'),
      session: session.sessionPolicy && compiledOnce(session.sessionPolicy, 'identity'),
      resource: onResource && compiledOnce(onResource, 'resource'),
    },
    {
      action: question.action,
      resource: question.resource,
      context: question.context,
      known: callerValues(session, region, clock()),
      ...(onResource && { principal: { AWS: principalNames(session) } }),
    },
  );
  if (verdict.decision !== 'Allow') throw denial(session, question, verdict.why);
};
