/** Serves Query.previewCredentials and Query.myGrants: decides as a vend does, and can assume no role. */
import type { Jwks } from 'aws-jwt-verify/jwk';
import type { Answer, Invocation } from '../core/invocation.ts';
import type { CredentialsPreview, Grant } from '../core/schema.ts';
import { myGrants, previewCredentials } from '../core/preview.ts';
import { answering, type LambdaContext, type WriteLine } from './answer.ts';
import { type Environment, serviceOf } from './service.ts';
import { verifyCaller } from './verifyCaller.ts';

/**
 * Makes the handler: grants are checked and keys fetched here, once.
 *
 * @param jwks the user pool's keys, where it is not on AWS
 * @param writeLine where the log goes: the console, when left out
 * @throws GrantsError
 */
export const previewHandler = ({
  environment,
  jwks,
  writeLine,
}: {
  readonly environment: Environment;
  readonly jwks?: Jwks;
  readonly writeLine?: WriteLine;
}) => {
  const service = serviceOf(environment);
  const verify = verifyCaller(environment, jwks);
  const logging = { grants: service.grants, service: environment['SERVICE_NAME'], writeLine };

  return (event: Partial<Invocation>, context: LambdaContext): Promise<Answer<CredentialsPreview | readonly Grant[]>> =>
    answering(context, logging, async (note) => {
      const caller = await verify(event.authorization);
      note({ sub: caller.sub });
      if (event.field === 'myGrants') return myGrants(service, caller);
      if (event.field === 'previewCredentials') return previewCredentials(service, caller, event.arguments ?? {});
      throw new Error('Invoked for a field that this function does not serve');
    });
};
