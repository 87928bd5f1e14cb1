/** Attacks on AWS STS itself, past the API. */
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { send } from '../calls/http.ts';
import type { Attack, Means, Reaction } from './attack.ts';

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const JUNK: Keys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

const vendedTo = ({ vended: { accessKeyId, secretAccessKey, sessionToken } }: Means): Keys => ({
  accessKeyId,
  secretAccessKey,
  sessionToken,
});

const stsAs = ({ stack }: Means, credentials: Keys): STSClient =>
  new STSClient({
    endpoint: stack.awsUrl,
    region: stack.region,
    credentials,
    maxAttempts: 1,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  });

const reactionTo = async (call: Promise<unknown>): Promise<Reaction> => {
  try {
    await call;
    return { code: undefined, message: 'STS did it' };
  } catch (error) {
    return error instanceof Error
      ? { code: error.name, message: error.message }
      : { code: undefined, message: String(error) };
  }
};

const assume = (client: STSClient, means: Means, more: object = {}): Promise<Reaction> =>
  reactionTo(
    client.send(
      new AssumeRoleCommand({
        RoleArn: means.vendRoleArn,
        RoleSessionName: 'attacker',
        ...more,
      }),
    ),
  );

const unsigned = async ({ stack, vendRoleArn }: Means, authorization?: string): Promise<Reaction> => {
  const { status, body } = await send(`${stack.awsUrl}/`, {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(authorization !== undefined && { authorization }),
    },
    body: new URLSearchParams({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: vendRoleArn,
      RoleSessionName: 'attacker',
    }).toString(),
  });
  const [, code = ''] = /<Code>(.*?)<\/Code>/.exec(body) ?? [];
  const [, message = body] = /<Message>(.*?)<\/Message>/s.exec(body) ?? [];
  return { code: status >= 400 ? code : undefined, message };
};

/** The credentials are the attacker's own, changed ones, or junk. */
export const stsAttacks: readonly Attack[] = [
  {
    what: 'assuming the Vend role without a signature',
    refusal: ['MissingAuthenticationToken'],
    attempt: (means) => unsigned(means),
  },
  {
    what: 'assuming the Vend role with a Basic password',
    refusal: ['MissingAuthenticationToken', 'IncompleteSignature'],
    attempt: (means) => unsigned(means, 'Basic YWRtaW46YWRtaW4='),
  },
  {
    what: 'assuming the Vend role with keys found somewhere',
    refusal: ['InvalidClientTokenId'],
    attempt: (means) => assume(stsAs(means, JUNK), means),
  },
  {
    what: 'assuming the Vend role again with vended credentials',
    refusal: ['AccessDenied'],
    attempt: (means) => assume(stsAs(means, vendedTo(means)), means),
  },
  {
    what: 'the same, for longer and as editor',
    refusal: ['AccessDenied', 'ValidationError'],
    attempt: (means) =>
      assume(stsAs(means, vendedTo(means)), means, {
        DurationSeconds: 43_200,
        SourceIdentity: means.sub.editor,
        Tags: [{ Key: 'vend:sub', Value: means.sub.editor }],
      }),
  },
  {
    what: 'vended credentials with another secret',
    refusal: ['SignatureDoesNotMatch'],
    attempt: (means) =>
      reactionTo(
        stsAs(means, { ...vendedTo(means), secretAccessKey: JUNK.secretAccessKey }).send(
          new GetCallerIdentityCommand({}),
        ),
      ),
  },
  {
    what: 'vended credentials without their session token',
    refusal: ['InvalidClientTokenId'],
    attempt: (means) => {
      const { accessKeyId, secretAccessKey } = means.vended;
      return reactionTo(stsAs(means, { accessKeyId, secretAccessKey }).send(new GetCallerIdentityCommand({})));
    },
  },
  {
    what: 'a session token with one character changed',
    refusal: ['InvalidClientTokenId'],
    attempt: (means) => {
      const { sessionToken = '' } = vendedTo(means);
      const changed = sessionToken.slice(0, -5) + (sessionToken.at(-5) === 'A' ? 'B' : 'A') + sessionToken.slice(-4);
      return reactionTo(
        stsAs(means, { ...vendedTo(means), sessionToken: changed }).send(new GetCallerIdentityCommand({})),
      );
    },
  },
  {
    what: 'a signed request, its body changed on the way',
    refusal: ['SignatureDoesNotMatch'],
    attempt: (means) => {
      const client = stsAs(means, vendedTo(means));
      client.middlewareStack.add(
        (next) => (args) => {
          const request = args.request as { body?: unknown; headers: Record<string, string> };
          request.body = String(request.body).replace('GetCallerIdentity', 'GetCallerIdentitx');
          return next(args);
        },
        { step: 'finalizeRequest', priority: 'low' },
      );
      return reactionTo(client.send(new GetCallerIdentityCommand({})));
    },
  },
];
