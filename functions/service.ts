/** The service as this function's environment describes it, checked once at start. */
import { compileGrants } from '../core/compileGrants.ts';
import { GrantsError } from '../core/grantsError.ts';
import type { VendService } from '../core/plan.ts';
import { deploymentOf } from '../core/readResources.ts';
import grants from '../grants.ts';

/**
 * Environment variables, which serverless.yml sets: VEND_ROLE_ARN, RESOURCES, USER_POOL_ISSUER, USER_POOL_CLIENT_ID, SERVICE_NAME; and
 * SESSION_TOKEN_OVERHEAD, bytes, once the vending function's log has shown it (empty: not yet).
 */
export type Environment = Readonly<Record<string, string | undefined>>;

const parseResources = (text: string | undefined): Readonly<Record<string, unknown>> => {
  try {
    const named: unknown = JSON.parse(text ?? '');
    if (typeof named === 'object' && named !== null && !Array.isArray(named)) return named as Record<string, unknown>;
  } catch {
    // Said below, without the text.
  }
  throw new GrantsError('RESOURCES', 'is not a JSON object of alias → { name }');
};

const overheadOf = (text = ''): number | undefined => {
  if (text === '') return undefined;
  if (!/^\d{1,4}$/.test(text)) throw new GrantsError('SESSION_TOKEN_OVERHEAD', 'is not a number of bytes, 0 to 9999');
  return Number(text);
};

/**
 * @throws GrantsError with the path of the mistake in grants.ts or the environment
 */
export const serviceOf = (environment: Environment): VendService => {
  const deployment = deploymentOf(environment['VEND_ROLE_ARN'], environment['AWS_REGION']);
  return {
    deployment,
    grants: compileGrants(grants, parseResources(environment['RESOURCES']), deployment),
    tokenOverhead: overheadOf(environment['SESSION_TOKEN_OVERHEAD']),
  };
};
