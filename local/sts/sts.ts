/** AWS STS on this machine: verifies who calls, then does what is asked, in AWS's own words. */
import { randomUUID } from 'node:crypto';
import { PolicyError } from '../../core/policy/evaluate.ts';
import type { AwsRequest, AwsResponse, AwsService, Clock } from '../awsService.ts';
import type { Service } from '../service.ts';
import { SignatureError } from '../signatureError.ts';
import type { SigningKeyOf } from '../signingKeys.ts';
import { verifyAuthorization } from '../sigv4.ts';
import { accessKeys } from './accessKeys.ts';
import { assumeRole } from './assumeRole.ts';
import { checkRoles, checkUsers } from './checkPolicies.ts';
import { startFunctionSession } from './functionSession.ts';
import { getCallerIdentity } from './getCallerIdentity.ts';
import { getFederationToken } from './getFederationToken.ts';
import { getSessionToken } from './getSessionToken.ts';
import type { AccessKey } from './iamUser.ts';
import type { Operation, Surroundings } from './operation.ts';
import { readParameters } from './queryRequest.ts';
import type { Parameters } from './queryRequest.ts';
import type { Session } from './session.ts';
import { createSessionStore } from './sessionStore.ts';
import type { SessionCredentials } from './sessionStore.ts';
import { notImplemented, StsError } from './stsError.ts';
import { errorXml, resultXml } from './xml.ts';
import type { Elements } from './xml.ts';

/** An operation's name and what does it. */
const operations: ReadonlyMap<string, Operation> = new Map([
  ['AssumeRole', assumeRole],
  ['GetCallerIdentity', getCallerIdentity],
  ['GetFederationToken', getFederationToken],
  ['GetSessionToken', getSessionToken],
]);

/** What a call came to, for a log line or a test. Never a credential. */
export interface StsCall {
  /** The operation if there is one of that name, otherwise Unknown. */
  readonly operation: string;
  readonly principalArn?: string;
  /** Success or the error's code. */
  readonly outcome: string;
}

/** STS, and what else on this machine hands out or looks up its sessions. */
export interface Sts {
  serve: AwsService;
  /** What the Lambda service does when it starts a function. Credentials for twelve hours. @throws Error */
  startFunctionSession(roleArn: string, functionName: string): SessionCredentials;
  /** Who calls with an access key, if it has not expired: a session, or an IAM user itself. */
  session(accessKeyId: string): Session | undefined;
  /**
   * What an access key signs with, if its session token is the right one: for the gate to verify signatures. The secret itself is
   * given to nobody.
   * @throws SignatureError InvalidClientTokenId, ExpiredToken
   */
  signingKeysOf(accessKeyId: string, sessionToken: string | undefined): SigningKeyOf;
}

/** What STS is told of the service, and its surroundings. */
export interface StsOptions {
  readonly service: Pick<Service, 'roles' | 'account' | 'partition' | 'region'>;
  /** Long-term keys of IAM users; none when left out. */
  readonly keys?: readonly AccessKey[];
  readonly clock?: Clock;
  readonly onCall?: (call: StsCall) => void;
}

const version = '2011-06-15';
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const skewMinutes = 15;

const findOperation = (parameters: Parameters): [string, Operation] => {
  const name = parameters.get('Action');
  if (name === undefined) throw new StsError('MissingAction', 'The request has no Action parameter.');
  const asked = parameters.get('Version') ?? '(none)';
  const operation = operations.get(name);
  if (operation === undefined || asked !== version) {
    throw new StsError('InvalidAction', `Could not find operation ${name} for version ${asked}`);
  }
  return [name, operation];
};

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What is unforeseen is left to the endpoint. */
const refusalOf = (error: unknown): StsError | SignatureError => {
  if (error instanceof StsError || error instanceof SignatureError) return error;
  if (error instanceof PolicyError) return notImplemented(`a policy that decides on this request. ${error.message}`);
  throw error;
};

/**
 * Starts with no sessions: every session begins with a function or a long-term key.
 * @throws Error for a role or a user whose policies cannot be judged
 */
export const createSts = ({ service, keys: longTerm = [], clock = Date.now, onCall }: StsOptions): Sts => {
  checkRoles(service.roles);
  checkUsers(longTerm.map(({ user }) => user));
  const sessions = createSessionStore(clock);
  const keys = accessKeys(longTerm, sessions);
  const surroundings: Surroundings = {
    roles: new Map(service.roles.map((role) => [role.arn, role])),
    sessions,
    region: service.region,
    clock,
  };

  const authenticate = (request: AwsRequest): Session => {
    const { accessKeyId } = verifyAuthorization(request, {
      service: 'sts',
      region: service.region,
      now: clock(),
      skewMinutes,
      signingKeysOf: keys.signingKeysOf,
    });
    const session = keys.find(accessKeyId);
    if (session === undefined) throw new Error('An access key was verified and has no session.');
    return session;
  };

  const perform = (request: AwsRequest, call: Mutable<StsCall>): [name: string, result: Elements] => {
    const caller = authenticate(request);
    call.principalArn = caller.arn;
    const parameters = readParameters(request);
    const [name, operation] = findOperation(parameters);
    call.operation = name;
    return [name, operation(parameters, caller, surroundings)];
  };

  const serve = (request: AwsRequest): AwsResponse => {
    const requestId = randomUUID();
    const call: Mutable<StsCall> = { operation: 'Unknown', outcome: 'InternalFailure' };
    try {
      const [name, result] = perform(request, call);
      call.outcome = 'Success';
      return resultXml(name, result, requestId);
    } catch (error) {
      const refusal = refusalOf(error);
      call.outcome = refusal.code;
      return errorXml(refusal, requestId);
    } finally {
      onCall?.(call);
    }
  };

  return {
    serve: (request) =>
      new Promise((resolve) => {
        resolve(serve(request));
      }),
    startFunctionSession: (roleArn, functionName) => startFunctionSession(roleArn, functionName, service, surroundings),
    session: keys.find,
    signingKeysOf: keys.signingKeysOf,
  };
};
