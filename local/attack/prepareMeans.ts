/** Gets what an attacker has before any attack. */
import type { RunningStack } from '../../client/cli/findStack.ts';
import { send } from '../calls/http.ts';
import { signIn } from '../calls/signIn.ts';
import { vendOverHttp } from '../calls/vendOverHttp.ts';
import { samplePassword } from '../cognito/sampleUsers.ts';
import type { Means } from './attack.ts';
import { payloadOf } from './forge.ts';
import type { PublicKey } from './forge.ts';

/**
 * Signs in, looks up what is public, and vends once.
 *
 * @throws when the running stack refuses an attacker's own, rightful vend
 */
export const prepareMeans = async (stack: RunningStack): Promise<Means> => {
  const tokensOf = (username: string) => signIn(stack, { username, password: samplePassword });
  const [member, editor, guest, jwks] = await Promise.all([
    tokensOf('member'),
    tokensOf('editor'),
    tokensOf('guest'),
    send(`${stack.awsUrl}/${stack.userPoolId}/.well-known/jwks.json`),
  ]);
  const [publicKey] = (JSON.parse(jwks.body) as { keys: PublicKey[] }).keys;
  if (publicKey === undefined) throw new Error('The user pool shows no public key.');
  const answer = await vendOverHttp({ graphqlUrl: stack.graphqlUrl, token: member.idToken });
  if ('refused' in answer)
    throw new Error(`The attacker needs an own vend, which was refused: ${answer.refused.message}`);
  const preview = await send(stack.graphqlUrl, {
    headers: { 'content-type': 'application/json', authorization: member.idToken },
    body: JSON.stringify({ query: '{ previewCredentials { roleArn } }' }),
  });
  const { data } = JSON.parse(preview.body) as { data: { previewCredentials: { roleArn: string } } };
  return {
    stack,
    tokens: { member, editor, guest },
    sub: { member: String(payloadOf(member.idToken)['sub']), editor: String(payloadOf(editor.idToken)['sub']) },
    publicKey,
    vended: answer.vended,
    vendRoleArn: data.previewCredentials.roleArn,
  };
};
