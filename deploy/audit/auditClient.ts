/** What is wrong with an app client of a user pool that grants rest on. */
import { updateClient } from './mends.ts';
import type { PoolFinding } from './poolFinding.ts';

type Fields = Readonly<Record<string, unknown>>;

const textsIn = (client: Fields, name: string): readonly string[] =>
  Array.isArray(client[name]) ? client[name].filter((one): one is string => typeof one === 'string') : [];

const MINUTES: ReadonlyMap<unknown, number> = new Map([
  ['seconds', 1 / 60],
  ['minutes', 1],
  ['hours', 60],
  ['days', 1440],
]);

/** Minutes. Left out, Cognito counts the first two in hours and the last in days, and takes one hour and 30 days. */
const lifeOf = (client: Fields, token: 'AccessToken' | 'IdToken' | 'RefreshToken'): number => {
  const units = (client['TokenValidityUnits'] ?? {}) as Fields;
  const isRefresh = token === 'RefreshToken';
  const validity = client[`${token}Validity`];
  const unit = MINUTES.get(units[token] ?? (isRefresh ? 'days' : 'hours')) ?? Infinity;
  return (typeof validity === 'number' && validity > 0 ? validity : isRefresh ? 30 : 1) * unit;
};

// Both names of a flow: those that begin with ALLOW_ are the newer ones.
const PASSWORD = /^(ALLOW_)?(ADMIN_NO_SRP_AUTH|(ADMIN_)?USER_PASSWORD_AUTH)$/;

/** The longest life of tokens: a disabled user can vend until they end. */
const LONGEST_MINUTES = 60;

const asJson = (value: unknown): string => JSON.stringify(value).replaceAll("'", String.raw`\u0027`);

/** The findings of one client. `attributes` are those that claims of grants come from. */
export const auditClient = (
  poolId: string,
  clientId: string,
  client: Fields,
  attributes: readonly string[],
): readonly PoolFinding[] => {
  const where = `the app client ${clientId}`;
  const mend = (change: string): string => updateClient(poolId, clientId, change);
  const fault = (what: string, how: string): PoolFinding => ({ severity: 'fault', where, what, mend: how });
  // Left out, all standard attributes are writable, but no custom one.
  const writable = textsIn(client, 'WriteAttributes').filter((attribute) => attributes.includes(attribute));
  const flows = textsIn(client, 'ExplicitAuthFlows');
  const password = flows.filter((flow) => PASSWORD.test(flow));
  const oauth = textsIn(client, 'AllowedOAuthFlows');
  const long = (['AccessToken', 'IdToken'] as const).filter((token) => lifeOf(client, token) > LONGEST_MINUTES);
  return [
    ...(writable.length === 0
      ? []
      : [
          fault(
            `lets its users write ${writable.join(', ')}, which grants go by: whoever signs in can make any value of it`,
            mend(`.WriteAttributes -= ${asJson(writable)}`),
          ),
        ]),
    ...(client['ClientSecret'] === undefined
      ? []
      : [
          fault(
            'has a secret, which browsers and phones cannot keep',
            `A secret cannot be taken away. Make a client without one, and give its id as userPoolClientId:\naws cognito-idp create-user-pool-client --user-pool-id ${poolId} --client-name scopevend --no-generate-secret --explicit-auth-flows ALLOW_USER_SRP_AUTH ALLOW_REFRESH_TOKEN_AUTH --prevent-user-existence-errors ENABLED --write-attributes name`,
          ),
        ]),
    ...(password.length === 0
      ? []
      : [
          fault(
            `takes the password itself (${password.join(', ')}); with SRP it stays on the user's device`,
            mend(`.ExplicitAuthFlows -= ${asJson(password)}`),
          ),
        ]),
    ...(oauth.includes('implicit')
      ? [
          fault(
            'takes the implicit flow of OAuth, which puts tokens into addresses',
            mend(`.AllowedOAuthFlows -= ["implicit"]`),
          ),
        ]
      : []),
    ...(client['PreventUserExistenceErrors'] === 'ENABLED'
      ? []
      : [fault('tells whether a user exists', mend(`.PreventUserExistenceErrors = "ENABLED"`))]),
    ...(client['EnableTokenRevocation'] === false
      ? [fault('has tokens that cannot be revoked', mend('.EnableTokenRevocation = true'))]
      : []),
    ...(long.length === 0
      ? []
      : [
          fault(
            `has tokens that live for up to ${String(Math.max(...long.map((token) => lifeOf(client, token))))} minutes: a disabled user can vend as long`,
            mend(
              `.AccessTokenValidity = 15 | .IdTokenValidity = 15 | .TokenValidityUnits.AccessToken = "minutes" | .TokenValidityUnits.IdToken = "minutes"`,
            ),
          ),
        ]),
    ...(oauth.includes('client_credentials')
      ? [
          {
            severity: 'notice' as const,
            where,
            what: 'signs in without a user (client_credentials): such tokens name nobody, and vend nothing',
            mend: 'Nothing to do, unless users are meant to sign in with it.',
          },
        ]
      : []),
    ...(flows.some((flow) => /CUSTOM_AUTH/.test(flow))
      ? [
          {
            severity: 'notice' as const,
            where,
            what: 'signs users in by challenges of your own (CUSTOM_AUTH)',
            mend: 'Review the triggers that define and verify them: whoever passes them is that user.',
          },
        ]
      : []),
  ];
};
