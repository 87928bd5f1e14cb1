/** Sessions as the deployed function vends them: the real handler, the real policies, one session for each user. */
import { vendHandler } from '../../functions/vendHandler.ts';
import { awsEndpoint } from '../../local/awsEndpoint.ts';
import { lambdaCredentials } from '../../local/lambdaCredentials.ts';
import { listen } from '../../local/ports.ts';
import type { Service } from '../../local/service.ts';
import type { Sts } from '../../local/sts/sts.ts';
import { accessClaims, CLIENT, ISSUER } from '../../test/signedTokens.ts';
import { createTestKey } from '../../test/testKey.ts';

/** Who may do what in `users/<sub>/` and with the notes of `sub`, and nothing else. */
export interface VendedSession {
  readonly sub: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** A user's sub, by number. */
const subOf = (number: number): string => `11111111-2222-4333-8444-${String(number).padStart(12, '0')}`;

/** Vends everything that a member's grants allow, to so many members. */
export const vendSessions = async (service: Service, sts: Sts, count: number): Promise<readonly VendedSession[]> => {
  const fn = service.functions['vend'];
  if (fn === undefined) throw new Error('serverless.yml has no function vend');
  const aws = await listen(awsEndpoint({ sts: sts.serve, 'cognito-idp': sts.serve }), 0, 'AWS_PORT');
  const log = console.log;
  console.log = () => undefined;
  try {
    const key = createTestKey('bench');
    const invoke = vendHandler({
      environment: {
        ...fn.environment,
        AWS_REGION: service.region,
        USER_POOL_ISSUER: ISSUER,
        USER_POOL_CLIENT_ID: CLIENT,
      },
      jwks: key.jwks,
      sts: { endpoint: aws.url, credentials: lambdaCredentials(sts, fn, Date.now) },
    });
    const sessions: VendedSession[] = [];
    for (let number = 0; number < count; number += 1) {
      const sub = subOf(number);
      const authorization = key.token(accessClaims({ sub, 'cognito:groups': ['members'], tenant: 'acme' }));
      const { data } = await invoke(
        { field: 'vendCredentials', arguments: {}, authorization },
        { awsRequestId: `bench-${String(number)}`, getRemainingTimeInMillis: () => 20_000 },
      );
      if (data === undefined) throw new Error('Nothing was vended.');
      const { accessKeyId, secretAccessKey, sessionToken } = data;
      sessions.push({ sub, accessKeyId, secretAccessKey, sessionToken });
    }
    return sessions;
  } finally {
    console.log = log;
    await aws.close();
  }
};
