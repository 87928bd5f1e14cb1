import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { auditPool } from './auditPool.ts';
import { readDescription } from './poolDescription.ts';

type Fields = Readonly<Record<string, unknown>>;

const POOL = 'eu-central-1_AbCdEfGhI';
const ID = '1h57kf5cpq17m0eml12example';
const SECRET = 'never-to-be-shown-9f8e7d';

/** As the AWS CLI shows a pool that is as this service would make it. */
const pool = (more: Fields = {}) => ({
  UserPool: {
    Id: POOL,
    Name: 'theirs',
    Policies: { PasswordPolicy: { MinimumLength: 12 } },
    LambdaConfig: {
      PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: 'arn:aws:lambda:eu-central-1:1:function:f' },
    },
    SchemaAttributes: [{ Name: 'custom:tenant', AttributeDataType: 'String', Mutable: true }],
    MfaConfiguration: 'OPTIONAL',
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true, UnusedAccountValidityDays: 7 },
    UserPoolTier: 'ESSENTIALS',
    ...more,
  },
});
const client = (more: Fields = {}) => ({
  UserPoolClient: {
    UserPoolId: POOL,
    ClientId: ID,
    ClientName: 'web',
    AccessTokenValidity: 15,
    IdTokenValidity: 15,
    RefreshTokenValidity: 1,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
    WriteAttributes: ['name'],
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    ...more,
  },
});
const clients = { UserPoolClients: [{ ClientId: ID, UserPoolId: POOL, ClientName: 'web' }] };
const providers = (...names: readonly string[]) => ({
  Providers: names.map((ProviderName) => ({ ProviderName, ProviderType: 'OIDC' })),
});
const provider = (AttributeMapping: Fields) => ({
  IdentityProvider: { UserPoolId: POOL, ProviderName: 'Corp', ProviderType: 'OIDC', AttributeMapping },
});

const audit = (
  answers: readonly unknown[],
  claims: readonly string[] = ['tenant'],
  sources?: ReadonlyMap<string, string>,
) =>
  auditPool(
    readDescription(answers.map((answer, index) => [`${String(index)}.json`, JSON.stringify(answer)])),
    claims,
    sources,
  );
const all = (changes: { readonly pool?: Fields; readonly client?: Fields } = {}) => [
  pool(changes.pool),
  client(changes.client),
  clients,
  providers(),
];

describe('auditPool', () => {
  it('finds nothing in a pool that is as this service makes one', () => {
    expect(audit(all())).toEqual([]);
    expect(
      audit(
        all({
          pool: { MfaConfiguration: 'ON' },
          client: {
            AccessTokenValidity: 1,
            IdTokenValidity: 60,
            TokenValidityUnits: { AccessToken: 'hours', IdToken: 'minutes' },
          },
        }),
      ),
    ).toEqual([]);
    // Left out: an hour each, and no custom attribute writable.
    expect(
      audit(
        all({
          client: {
            AccessTokenValidity: undefined,
            IdTokenValidity: undefined,
            TokenValidityUnits: undefined,
            WriteAttributes: undefined,
          },
        }),
      ),
    ).toEqual([]);
  });

  it.each<{ what: string; pool?: Fields; client?: Fields; says: string; command: string; change: string }>([
    {
      what: 'an attribute that users write',
      client: { WriteAttributes: ['name', 'custom:tenant'] },
      says: 'lets its users write custom:tenant',
      command: 'update-user-pool-client',
      change: '.WriteAttributes -= ["custom:tenant"]',
    },
    {
      what: 'self sign-up',
      pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: false } },
      says: 'lets everybody sign up',
      command: 'update-user-pool',
      change: '.AdminCreateUserConfig.AllowAdminCreateUserOnly = true',
    },
    {
      what: 'self sign-up that is not spoken of',
      pool: { AdminCreateUserConfig: undefined },
      says: 'lets everybody sign up',
      command: 'update-user-pool',
      change: 'del(.AdminCreateUserConfig.UnusedAccountValidityDays)',
    },
    {
      what: 'sign-in by password',
      client: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'] },
      says: 'takes the password itself',
      command: 'update-user-pool-client',
      change: '.ExplicitAuthFlows -= ["ALLOW_USER_PASSWORD_AUTH","ALLOW_ADMIN_USER_PASSWORD_AUTH"]',
    },
    {
      what: 'sign-in by password, by its older name',
      client: { ExplicitAuthFlows: ['USER_PASSWORD_AUTH'] },
      says: 'takes the password itself',
      command: 'update-user-pool-client',
      change: '.ExplicitAuthFlows',
    },
    {
      what: 'a secret',
      client: { ClientSecret: SECRET },
      says: 'has a secret',
      command: 'create-user-pool-client',
      change: '--no-generate-secret',
    },
    {
      what: 'the implicit flow',
      client: { AllowedOAuthFlows: ['implicit', 'code'] },
      says: 'takes the implicit flow',
      command: 'update-user-pool-client',
      change: '.AllowedOAuthFlows -= ["implicit"]',
    },
    {
      what: 'errors that tell who is a user',
      client: { PreventUserExistenceErrors: 'LEGACY' },
      says: 'tells whether a user exists',
      command: 'update-user-pool-client',
      change: '.PreventUserExistenceErrors = "ENABLED"',
    },
    {
      what: 'tokens that cannot be revoked',
      client: { EnableTokenRevocation: false },
      says: 'cannot be revoked',
      command: 'update-user-pool-client',
      change: '.EnableTokenRevocation = true',
    },
    {
      what: 'long tokens',
      client: { AccessTokenValidity: 1, TokenValidityUnits: { AccessToken: 'days', IdToken: 'minutes' } },
      says: 'up to 1440 minutes',
      command: 'update-user-pool-client',
      change: '.AccessTokenValidity = 15',
    },
    {
      what: 'long tokens in hours, as Cognito takes them by itself',
      client: { IdTokenValidity: 24, TokenValidityUnits: undefined, AccessTokenValidity: 1 },
      says: 'up to 1440 minutes',
      command: 'update-user-pool-client',
      change: '.IdTokenValidity = 15',
    },
    {
      what: 'no trigger',
      pool: { LambdaConfig: {} },
      says: 'put no claim into access tokens',
      command: 'update-user-pool',
      change: '.LambdaConfig.PreTokenGenerationConfig',
    },
    {
      what: 'a trigger of the first version',
      pool: {
        LambdaConfig: {
          PreTokenGeneration: 'arn:f',
          PreTokenGenerationConfig: { LambdaVersion: 'V1_0', LambdaArn: 'arn:f' },
        },
      },
      says: 'put no claim into access tokens',
      command: 'update-user-pool',
      change: 'V2_0',
    },
    {
      what: 'a plan without claims in access tokens',
      pool: { UserPoolTier: 'LITE' },
      says: 'feature plan LITE',
      command: 'update-user-pool',
      change: '.UserPoolTier = "ESSENTIALS"',
    },
    {
      what: 'clients that register themselves',
      pool: { DcrConfiguration: { EnableStatus: 'Enabled' } },
      says: 'register themselves',
      command: 'update-user-pool',
      change: '.DcrConfiguration = {EnableStatus: "Disabled"}',
    },
    {
      what: 'no second factor',
      pool: { MfaConfiguration: 'OFF' },
      says: 'no second factor',
      command: 'set-user-pool-mfa-config',
      change: '--mfa-configuration OPTIONAL',
    },
  ])('finds $what, with the command that mends it', ({ says, command, change, ...changes }) => {
    const found = audit(all(changes));
    expect(found).toMatchObject([
      {
        severity: 'fault',
        what: expect.stringContaining(says),
        mend: expect.stringContaining(`aws cognito-idp ${command} `),
      },
    ]);
    expect(found[0]?.mend).toContain(change);
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });

  it('finds an identity provider that is mapped into an attribute that grants go by', () => {
    const found = audit([
      pool(),
      client(),
      clients,
      providers('Corp'),
      provider({ email: 'email', 'custom:tenant': 'org' }),
    ]);
    expect(found).toMatchObject([
      { where: 'the identity provider Corp', what: expect.stringContaining('custom:tenant') },
    ]);
    expect(found[0]?.mend).toContain('del(.AttributeMapping["custom:tenant"])');
    expect(audit([pool(), client(), clients, providers('Corp'), provider({ email: 'email' })])).toEqual([]);
  });

  it('finds clients and providers that were not shown, and lists that were not', () => {
    const two = { UserPoolClients: [...clients.UserPoolClients, { ClientId: 'another', UserPoolId: POOL }] };
    expect(audit([pool(), client(), two, providers("O'Hara")]).map(({ where, mend }) => [where, mend])).toEqual([
      [
        'the app client another',
        `aws cognito-idp describe-user-pool-client --user-pool-id ${POOL} --client-id another > app-client-2.json`,
      ],
      [
        "the identity provider O'Hara",
        `aws cognito-idp describe-identity-provider --user-pool-id ${POOL} --provider-name 'O'\\''Hara' > identity-provider-1.json`,
      ],
    ]);
    expect(audit([pool(), client()]).map(({ where }) => where)).toEqual([
      'the app clients of the user pool',
      'the identity providers of the user pool',
    ]);
  });

  it('looks at the attribute that a trigger of one’s own takes a claim from', () => {
    const written = all({ client: { WriteAttributes: ['custom:organisation'] } });
    expect(audit(written)).toEqual([]);
    expect(audit(written, ['tenant'], new Map([['tenant', 'custom:organisation']]))).toHaveLength(1);
  });

  it('asks for neither trigger nor plan where grants rest on no claim', () => {
    expect(audit(all({ pool: { LambdaConfig: {}, UserPoolTier: 'LITE' } }), [])).toEqual([]);
  });

  it.each(['PreSignUp', 'UserMigration', 'DefineAuthChallenge', 'PostConfirmation'])(
    'says that %s is to be looked at',
    (name) => {
      const LambdaConfig = { ...pool().UserPool.LambdaConfig, [name]: 'arn:f' };
      expect(audit(all({ pool: { LambdaConfig } }))).toMatchObject([
        { severity: 'notice', what: expect.stringContaining(name) },
      ]);
    },
  );

  it.each([
    { what: 'machines that sign in', client: { AllowedOAuthFlows: ['client_credentials'] } },
    { what: 'challenges of one’s own', client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] } },
    { what: 'the updated issuer', pool: { IssuerConfiguration: { Type: 'UPDATED' } } },
  ])('says that $what are to be looked at', (changes) => {
    expect(audit(all(changes))).toMatchObject([{ severity: 'notice' }]);
  });
});

describe('readDescription', () => {
  it.each([
    { what: 'no JSON', files: ['x'], message: '0.json is no JSON' },
    { what: 'other JSON', files: ['{"Users":[]}'], message: '0.json is not the JSON of describe-user-pool' },
    { what: 'no pool', files: [JSON.stringify(clients)], message: 'Give the JSON of describe-user-pool once' },
    {
      what: 'two pools',
      files: [pool(), pool()].map((one) => JSON.stringify(one)),
      message: 'Give the JSON of describe-user-pool once',
    },
    {
      what: 'a client of another pool',
      files: [pool(), client({ UserPoolId: 'x_y' })].map((one) => JSON.stringify(one)),
      message: '1.json is not of the user pool',
    },
    {
      what: 'a client twice',
      files: [pool(), client(), client()].map((one) => JSON.stringify(one)),
      message: 'a second time',
    },
    { what: 'half a list', files: [JSON.stringify({ ...clients, NextToken: 't' })], message: 'only the first part' },
  ])('refuses $what', ({ files, message }) => {
    expect(() => readDescription(files.map((content, index) => [`${String(index)}.json`, content]))).toThrow(message);
  });
});

describe('npm run audit:pool', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'scopevend-audit-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const run = async (answers: readonly unknown[]) => {
    const files = answers.map((_, index) => path.join(folder, `${String(index)}.json`));
    for (const [index, file] of files.entries()) await writeFile(file, JSON.stringify(answers[index]));
    const command = ['--import', 'tsx', path.join(import.meta.dirname, 'run.ts'), ...files];
    return promisify(execFile)(process.execPath, command).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: unknown) => error as { readonly code: number; readonly stdout: string },
    );
  };

  it('ends with 0 without findings, with 1 with some, and shows no secret', async () => {
    expect(await run(all())).toMatchObject({ code: 0, stdout: expect.stringContaining('the claims tenant') });
    const { code, stdout } = await run(all({ client: { ClientSecret: SECRET, WriteAttributes: ['custom:tenant'] } }));
    expect([code, stdout.includes('2 to mend'), stdout.includes(SECRET)]).toEqual([1, true, false]);
    expect(await run([clients])).toMatchObject({ code: 2 });
  }, 120_000);
});
