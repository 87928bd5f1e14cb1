/** One complete vend over HTTP, as a client would do it, and its use at once, told in the start-up text. */
import type { ScopeInput } from '../../core/schema.ts';
import { POLICY_LIMIT } from '../../core/policy/budget.ts';
import { sampleUsers } from '../cognito/sampleUsers.ts';
import { signIn } from '../calls/signIn.ts';
import type { LocalStack } from '../stack.ts';
import { startText } from './startText.ts';
import type { StartTextOptions } from './startText.ts';
import { useVended } from './useVended.ts';
import { vendOverHttp } from '../calls/vendOverHttp.ts';

const scope: ScopeInput = { s3: [{ resource: 'uploads', access: ['READ', 'WRITE'] }] };

/** Signs the first sample user in, vends, and gives the start-up text. A refusal is shown too: grants.ts may have been edited. */
export const demonstrate = async (
  stack: LocalStack,
  terminal: Pick<StartTextOptions, 'paint' | 'columns'>,
): Promise<string> => {
  const [user] = sampleUsers;
  const rival = sampleUsers.find(({ username }) => username === 'rival');
  if (user === undefined || rival === undefined) throw new Error('There is no sample user, or no rival of theirs.');
  const place = { awsUrl: stack.awsUrl, clientId: stack.service.userPool.client.id };
  const { idToken } = await signIn(place, user);
  const answer = await vendOverHttp({ graphqlUrl: stack.graphqlUrl, token: idToken }, { scope });
  const uses =
    'vended' in answer ? await useVended(stack.awsUrl, answer.vended, { own: user.sub, other: rival.sub }) : [];
  return startText({
    stack,
    users: sampleUsers,
    vend: { username: user.username, scope, answer, limit: POLICY_LIMIT, uses },
    seconds: performance.now() / 1_000,
    ...terminal,
  });
};
