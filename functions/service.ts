/** The service as this function's environment describes it, checked once at start. */
import { compileGrants } from '../core/compileGrants.ts';
import { GrantsError } from '../core/grantsError.ts';
import type { VendService } from '../core/plan.ts';
import { deploymentOf } from '../core/resources.ts';
import grants from '../grants.ts';

/** Environment variables, which serverless.yml sets: VEND_ROLE_ARN, RESOURCES, USER_POOL_ISSUER, USER_POOL_CLIENT_ID. */
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

/**
 * @throws GrantsError with the path of the mistake in grants.ts or the environment
 */
export const serviceOf = (environment: Environment): VendService => {
  const deployment = deploymentOf(environment['VEND_ROLE_ARN'], environment['AWS_REGION']);
  return { deployment, grants: compileGrants(grants, parseResources(environment['RESOURCES']), deployment) };
};
