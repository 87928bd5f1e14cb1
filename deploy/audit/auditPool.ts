/** What is wrong with an existing user pool that grants are to rest on. */
import { auditClient } from './auditClient.ts';
import { updateMapping, updatePool, word } from './mends.ts';
import type { PoolDescription } from './poolDescription.ts';
import type { PoolFinding } from './poolFinding.ts';

type Fields = Readonly<Record<string, unknown>>;

const recordIn = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/**
 * The attributes that a claim can come from: the one that the service's own trigger reads, and those that Cognito gives by itself.
 *
 * @param sources attributes that a team's own trigger reads instead, by claim
 */
const attributesOf = (claims: readonly string[], sources: ReadonlyMap<string, string>): readonly string[] => [
  ...new Set(claims.flatMap((claim) => sources.get(claim) ?? [claim, `custom:${claim}`, `dev:custom:${claim}`])),
];

// Triggers that decide who is a user, or what a sign-in is.
const DECIDING: Readonly<Record<string, string>> = {
  PreSignUp: 'can confirm users by itself',
  UserMigration: 'makes users out of what another directory says',
  DefineAuthChallenge: 'decides when a user is signed in',
  CreateAuthChallenge: 'makes the challenges of a sign-in',
  VerifyAuthChallengeResponse: 'decides whether a challenge was passed',
  PostConfirmation: 'can put users into groups',
  PostAuthentication: 'can change attributes and groups at each sign-in',
};

const auditTriggers = (pool: Fields, poolId: string, claims: readonly string[]): readonly PoolFinding[] => {
  const triggers = recordIn(pool['LambdaConfig']);
  const { LambdaVersion } = recordIn(triggers['PreTokenGenerationConfig']);
  const isNew = typeof LambdaVersion === 'string' && /^V[2-9]_/.test(LambdaVersion);
  const where = 'the triggers of the user pool';
  return [
    ...(claims.length === 0 || isNew
      ? []
      : [
          {
            severity: 'fault' as const,
            where,
            what: `put no claim into access tokens: there is no pre-token-generation trigger of version V2_0 or later, so grants that use ${claims.join(', ')} are unusable for clients that send access tokens`,
            mend: `Make a function that puts them into ID and access tokens (functions/preTokenGeneration.ts is one), let cognito-idp.amazonaws.com invoke it, then:\n${updatePool(poolId, '.LambdaConfig.PreTokenGenerationConfig = {LambdaVersion: "V2_0", LambdaArn: "<its ARN>"} | .LambdaConfig.PreTokenGeneration = "<its ARN>"')}`,
          },
        ]),
    ...Object.entries(DECIDING)
      .filter(([name]) => triggers[name] !== undefined)
      .map(([name, can]) => ({
        severity: 'notice' as const,
        where,
        what: `${name} ${can}`,
        mend: 'Review its code as you review grants.ts: who can change it decides who gets credentials.',
      })),
  ];
};

const auditSettings = (pool: Fields, poolId: string, claims: readonly string[]): readonly PoolFinding[] => {
  const where = 'the user pool';
  const fault = (what: string, mend: string): PoolFinding => ({ severity: 'fault', where, what, mend });
  return [
    ...(recordIn(pool['AdminCreateUserConfig'])['AllowAdminCreateUserOnly'] === true
      ? []
      : [
          fault(
            'lets everybody sign up: a grant to everyone is then a grant to the internet',
            updatePool(poolId, '.AdminCreateUserConfig.AllowAdminCreateUserOnly = true'),
          ),
        ]),
    ...(claims.length > 0 && pool['UserPoolTier'] === 'LITE'
      ? [
          fault(
            'has the feature plan LITE, in which a trigger cannot change access tokens',
            updatePool(poolId, '.UserPoolTier = "ESSENTIALS"'),
          ),
        ]
      : []),
    ...(recordIn(pool['DcrConfiguration'])['EnableStatus'] === 'Enabled'
      ? [
          fault(
            'lets app clients register themselves (dynamic client registration): one that nobody audited can write attributes',
            updatePool(poolId, '.DcrConfiguration = {EnableStatus: "Disabled"}'),
          ),
        ]
      : []),
    ...(recordIn(pool['IssuerConfiguration'])['Type'] === 'UPDATED'
      ? [
          {
            severity: 'notice' as const,
            where,
            what: 'has the updated issuer in its tokens, which the service refuses unless it is told',
            mend: 'Deploy with --param userPoolIssuer=issuer-cognito-idp',
          },
        ]
      : []),
    ...(pool['MfaConfiguration'] === 'OPTIONAL' || pool['MfaConfiguration'] === 'ON'
      ? []
      : [
          fault(
            'has no second factor, not even for those who want one',
            `aws cognito-idp set-user-pool-mfa-config --user-pool-id ${word(poolId)} --mfa-configuration OPTIONAL --software-token-mfa-configuration Enabled=true`,
          ),
        ]),
  ];
};

const auditProviders = (
  { providers }: PoolDescription,
  poolId: string,
  attributes: readonly string[],
): readonly PoolFinding[] =>
  [...providers].flatMap(([name, provider]) => {
    const mapped = Object.keys(recordIn(provider['AttributeMapping'])).filter((one) => attributes.includes(one));
    return mapped.length === 0
      ? []
      : [
          {
            severity: 'fault' as const,
            where: `the identity provider ${name}`,
            what: `is mapped into ${mapped.join(', ')}, which grants go by: a mapped attribute must be writable by the client, and so by the user`,
            mend: `Let the pre-token-generation trigger find the value out for federated users, and take the mapping away:\n${updateMapping(poolId, name, mapped.map((one) => `del(.AttributeMapping[${JSON.stringify(one)}])`).join(' | '))}`,
          },
        ];
  });

const describeFirst = (
  kind: string,
  listed: readonly string[] | undefined,
  known: ReadonlyMap<string, unknown>,
  commands: { readonly list: string; readonly describe: (name: string) => string },
): readonly PoolFinding[] => {
  if (listed === undefined) {
    return [
      {
        severity: 'fault',
        where: `the ${kind}s of the user pool`,
        what: 'were not listed, so that one that nobody thought of is not judged',
        mend: `${commands.list} > ${kind.replaceAll(' ', '-')}s.json`,
      },
    ];
  }
  return listed
    .filter((name) => !known.has(name))
    .map((name) => ({
      severity: 'fault',
      where: `the ${kind} ${name}`,
      what: 'is listed but not described, so that it is not judged',
      mend: `${commands.describe(name)} > ${kind.replaceAll(' ', '-')}-${String(listed.indexOf(name) + 1)}.json`,
    }));
};

/**
 * Audits a user pool for grants.
 *
 * @param claims that grants or session tags use, without sub
 * @param sources attribute by claim, where a trigger of the team's own takes it from another than custom:<claim>
 */
export const auditPool = (
  description: PoolDescription,
  claims: readonly string[],
  sources: ReadonlyMap<string, string> = new Map(),
): readonly PoolFinding[] => {
  const poolId = String(description.pool['Id']);
  const attributes = attributesOf(claims, sources);
  const cli = (command: string): string => `aws cognito-idp ${command} --user-pool-id ${word(poolId)}`;
  return [
    ...auditSettings(description.pool, poolId, claims),
    ...auditTriggers(description.pool, poolId, claims),
    ...describeFirst('app client', description.listedClients, description.clients, {
      list: cli('list-user-pool-clients'),
      describe: (name) => `${cli('describe-user-pool-client')} --client-id ${word(name)}`,
    }),
    ...[...description.clients].flatMap(([id, client]) => auditClient(poolId, id, client, attributes)),
    ...describeFirst('identity provider', description.listedProviders, description.providers, {
      list: cli('list-identity-providers'),
      describe: (name) => `${cli('describe-identity-provider')} --provider-name ${word(name)}`,
    }),
    ...auditProviders(description, poolId, attributes),
  ];
};
