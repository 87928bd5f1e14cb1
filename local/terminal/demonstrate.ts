/** One complete vend over HTTP, as a client would do it, told in the start-up text. */
import type { ScopeInput } from '../../core/schema.ts';
import { POLICY_LIMIT } from '../../core/sessionPolicy.ts';
import { sampleUsers } from '../cognito/sampleUsers.ts';
import { signIn } from '../calls/signIn.ts';
import type { LocalStack } from '../stack.ts';
import { startText } from './startText.ts';
import type { StartTextOptions } from './startText.ts';
import { vendOverHttp } from '../calls/vendOverHttp.ts';

const scope: ScopeInput = { s3: [{ resource: 'uploads', access: ['READ', 'WRITE'] }] };

/** Signs the first sample user in, vends, and gives the start-up text. A refusal is shown too: grants.ts may have been edited. */
export const demonstrate = async (
  stack: LocalStack,
  terminal: Pick<StartTextOptions, 'paint' | 'columns'>,
): Promise<string> => {
  const [user] = sampleUsers;
  if (user === undefined) throw new Error('There is no sample user.');
  const place = { awsUrl: stack.awsUrl, clientId: stack.service.userPool.client.id };
  const { idToken } = await signIn(place, user);
  const answer = await vendOverHttp({ graphqlUrl: stack.graphqlUrl, token: idToken }, { scope });
  return startText({
    stack,
    users: sampleUsers,
    vend: { username: user.username, scope, answer, limit: POLICY_LIMIT },
    seconds: performance.now() / 1_000,
    ...terminal,
  });
};
