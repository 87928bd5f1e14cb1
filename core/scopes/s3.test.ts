/** What is special about S3: KMS keys, access points, tags and versions. */
import { awsActions, isOn, supportsKey } from '../../deploy/check/awsActions.ts';
import { grantedOf, statementOf } from '../../deploy/check/grantedPermissions.ts';
import { sessionContext } from '../../deploy/check/imaginedCaller.ts';
import { listed, probesOf } from '../../deploy/check/probes.ts';
import { widerAccess } from '../../deploy/check/widerAccess.ts';
import { deployment, grantOn, guest } from '../../test/fixtures.ts';
import { refusalOf } from '../../test/refusal.ts';
import { compileGrants } from '../compileGrants.ts';
import { planVend } from '../plan.ts';
import type { PolicyDocument, Statement } from '../policy/document.ts';
import { type Context, evaluate } from '../policy/evaluate.ts';
import { services } from './index.ts';

const actions = await awsActions();
const every = Object.keys(services.find(({ name }) => name === 's3')?.access ?? {});
const KEY = 'arn:aws:kms:eu-central-1:210987654321:key/0d1e2f3a-4b5c-6d7e-8f90-a1b2c3d4e5f6';
const POINT = 'arn:aws:s3:eu-central-1:123456789012:accesspoint/app';
const BUCKET = 'arn:aws:s3:::uploads-bucket';
const CONTEXT = 'kms:EncryptionContext:aws:s3:arn';
const OWN = '${aws:PrincipalTag/vend:sub}';
const VIA = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' };

type Named = Readonly<Record<string, unknown>>;
const compile = (uploads: Named, place: Partial<typeof deployment> = {}) =>
  compileGrants(grantOn({ whole: true, access: every }), { uploads }, { ...deployment, ...place });
const policyOf = (uploads: Named, ...asks: readonly Named[]): PolicyDocument => {
  const service = { deployment, grants: compile(uploads) };
  const scope = { s3: asks.map((ask) => ({ resource: 'uploads', ...ask })) };
  return JSON.parse(planVend(service, guest, { scope }).sessionPolicy ?? '') as PolicyDocument;
};
const statementsOf = (...of: Parameters<typeof policyOf>) => [policyOf(...of).Statement].flat();
const encrypted = { name: 'uploads-bucket', kmsKeyArn: KEY };
const ofKey = (...of: Parameters<typeof policyOf>) => statementsOf(...of).filter(({ Resource }) => Resource === KEY);

describe('a bucket with a KMS key', () => {
  const bound = (Action: string | readonly string[], ...objects: readonly string[]): Statement => ({
    Effect: 'Allow',
    Action,
    Resource: KEY,
    Condition: { StringEquals: VIA, StringLike: { [CONTEXT]: objects.length === 1 ? String(objects[0]) : objects } },
  });

  it.each([
    { ask: { prefix: 'a/', access: ['READ'] }, key: [bound('kms:Decrypt', `${BUCKET}/a/*`)] },
    { ask: { prefix: 'a/', access: ['READ_VERSIONS'] }, key: [bound('kms:Decrypt', `${BUCKET}/a/*`)] },
    { ask: { key: 'a/b*', access: ['READ'] }, key: [bound('kms:Decrypt', `${BUCKET}/a/b\${*}`)] },
    {
      ask: { prefix: 'a/', access: ['READ', 'WRITE'] },
      key: [bound(['kms:Decrypt', 'kms:GenerateDataKey'], `${BUCKET}/a/*`)],
    },
    { ask: { prefix: 'a/', access: every.filter((value) => !/^(READ|WRITE|READ_VERSIONS)$/.test(value)) }, key: [] },
  ])('gives of the key what $ask needs', ({ ask, key }) => {
    expect(ofKey(encrypted, ask)).toEqual(key);
  });

  it('joins what several parts need', () => {
    const [a, b] = ['a/', 'b/'].map((prefix) => ({ prefix, access: ['READ'] }));
    expect(ofKey(encrypted, a ?? {}, b ?? {})).toEqual([bound('kms:Decrypt', `${BUCKET}/a/*`, `${BUCKET}/b/*`)]);
  });

  it('is bound to the bucket where that has a Bucket Key', () => {
    expect(ofKey({ ...encrypted, bucketKey: true }, { prefix: 'a/', access: ['WRITE'] })).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
        Resource: KEY,
        Condition: { StringEquals: { ...VIA, [CONTEXT]: BUCKET } },
      },
    ]);
  });

  const good = { ...VIA, [CONTEXT]: `${BUCKET}/a/x` };
  it.each<{ why: string; context: Context; resource?: string; action?: string }>([
    { why: 'another prefix', context: { ...VIA, [CONTEXT]: `${BUCKET}/a2/x` } },
    { why: 'another bucket', context: { ...VIA, [CONTEXT]: `${BUCKET}2/a/x` } },
    { why: 'no encryption context', context: VIA },
    { why: 'a call of its own', context: { [CONTEXT]: `${BUCKET}/a/x` } },
    { why: 'S3 of another Region', context: { ...good, 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
    { why: 'another key', context: good, resource: KEY.replace('0d1e', '1d1e') },
    { why: 'another action', context: good, action: 'kms:ReEncryptFrom' },
  ])('does not give the key for $why', ({ context, resource = KEY, action = 'kms:Decrypt' }) => {
    const policy = policyOf(encrypted, { prefix: 'a/', access: ['READ'] });
    expect(evaluate(policy, { action: 'kms:Decrypt', resource: KEY, context: good })).toBe('Allow');
    expect(evaluate(policy, { action, resource, context })).not.toBe('Allow');
  });

  // As docs/grants.md has it.
  const vendPolicy = (bucketKey: boolean): readonly Statement[] => [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: `${BUCKET}/users/${OWN}/*` },
    {
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: KEY,
      Condition: bucketKey
        ? { StringEquals: { ...VIA, [CONTEXT]: BUCKET } }
        : { StringEquals: VIA, StringLike: { [CONTEXT]: `${BUCKET}/users/${OWN}/*` } },
    },
  ];
  const findings = (bucketKey: boolean, statements: readonly Statement[]) => {
    const grant = { prefix: 'users/${sub}/', access: ['READ', 'READ_VERSIONS'] };
    const named = { ...encrypted, ...(bucketKey && { bucketKey }) };
    const grants = compileGrants(grantOn(grant), { uploads: named }, deployment);
    const policies: PolicyDocument[] = [{ Version: '2012-10-17', Statement: statements }];
    const trustPolicy: PolicyDocument = { Version: '2012-10-17', Statement: [] };
    const role = { name: 'vend', arn: deployment.vendRoleArn, trustPolicy, maxSessionDuration: 3600, policies };
    const asking = { session: sessionContext(grants, guest), expand: (action: string) => [action] };
    const dead = grantedOf(grants, role.arn, guest)
      .flatMap(({ permissions }) => permissions.map(statementOf))
      .flatMap((statement) => probesOf(statement, asking))
      .filter((probe) => evaluate(policies, probe) !== 'Allow');
    return { dead: dead.length, wider: widerAccess(role, grants, actions).length };
  };

  it.each([true, false])('can be given by the Vend policy, no more and no less (Bucket Key: %s)', (bucketKey) => {
    const [ofObjects, ofKey] = vendPolicy(bucketKey).map((statement) => [statement]);
    const unbound: Statement = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY };
    expect(findings(bucketKey, vendPolicy(bucketKey))).toEqual({ dead: 0, wider: 0 });
    expect(findings(bucketKey, ofObjects ?? []).dead).toBeGreaterThan(0);
    expect(findings(bucketKey, ofKey ?? []).dead).toBeGreaterThan(0);
    expect(findings(bucketKey, [...(ofObjects ?? []), unbound]).wider).toBeGreaterThan(0);
  });

  it('calls S3 in China by its name there', () => {
    const kmsKeyArn = KEY.replace(':aws:', ':aws-cn:').replace('eu-central-1', 'cn-north-1');
    const place = {
      partition: 'aws-cn',
      region: 'cn-north-1',
      vendRoleArn: 'arn:aws-cn:iam::123456789012:role/vend',
    };
    const [grant] = compile({ name: 'uploads-bucket', kmsKeyArn }, place).grants;
    const { shape } = grant?.on?.template ?? {};
    const permissions = grant && grant.on?.service.access['READ']?.(grant.resource, shape, () => false);
    expect(JSON.stringify(permissions)).toContain('"kms:ViaService":"s3.cn-north-1.amazonaws.com.cn"');
  });
});

describe('an access point', () => {
  it('is stated with its own ARN, as far as its objects go', () => {
    expect(statementsOf({ name: POINT }, { prefix: 'a/', access: ['READ', 'LIST'] })).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: `${POINT}/object/a/*` },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: POINT, Condition: { StringLike: { 's3:prefix': 'a/*' } } },
    ]);
  });
});

describe('tags and versions', () => {
  it.each([{ name: 'uploads-bucket' }, encrypted, { ...encrypted, bucketKey: true }, { name: POINT }])(
    'and the rest of %j are stated on resources and under keys that AWS knows them for',
    (named) => {
      for (const { Action, Resource, Condition = {} } of statementsOf(named, { prefix: 'a/', access: every })) {
        const keys = Object.values(Condition).flatMap((tests) => Object.keys(tests));
        for (const name of listed(Action)) {
          const known = actions.get(name.toLowerCase()) ?? { name: '', level: '', keys: [], arns: [] };
          expect([name, known.name, listed(Resource).every((one) => isOn(known, one))]).toEqual([name, name, true]);
          expect(keys.filter((key) => !supportsKey(known, key))).toEqual([]);
        }
      }
    },
  );

  it('are not in READ, WRITE, DELETE and LIST', () => {
    const policy = policyOf({ name: 'uploads-bucket' }, { prefix: 'a/', access: ['READ', 'WRITE', 'DELETE', 'LIST'] });
    const separate = every.slice(4).flatMap((access) => {
      const [statement] = statementsOf({ name: 'uploads-bucket' }, { prefix: 'a/', access: [access] });
      return listed(statement?.Action);
    });
    expect(separate).toHaveLength(6);
    for (const action of separate) {
      const resource = action.startsWith('s3:List') ? BUCKET : `${BUCKET}/a/x`;
      expect(evaluate(policy, { action, resource, context: { 's3:prefix': 'a/' } })).not.toBe('Allow');
    }
  });

  it.each(['LIST', 'LIST_VERSIONS'])('%s is refused with one key', (access) => {
    expect(refusalOf(() => policyOf({ name: 'uploads-bucket' }, { key: 'a', access: [access] })).code).toBe(
      'InvalidScope',
    );
  });
});

it.each<{ why: string; named: Named; field: string; place?: Partial<typeof deployment> }>([
  { why: 'an alias', named: { kmsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:alias/a' }, field: 'kmsKeyArn' },
  { why: 'a wildcard', named: { kmsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/*' }, field: 'kmsKeyArn' },
  { why: 'no text', named: { kmsKeyArn: [KEY] }, field: 'kmsKeyArn' },
  { why: 'a key of another Region', named: { kmsKeyArn: KEY, region: 'eu-west-1' }, field: 'kmsKeyArn' },
  { why: 'a key of another partition', named: { kmsKeyArn: KEY.replace('aws', 'aws-cn') }, field: 'kmsKeyArn' },
  {
    why: 'a partition of which nothing is known',
    named: { kmsKeyArn: KEY.replace('aws', 'aws-iso') },
    field: 'kmsKeyArn',
    place: { partition: 'aws-iso' },
  },
  { why: 'a Bucket Key without a key', named: { bucketKey: true }, field: 'bucketKey' },
  { why: 'a Bucket Key that is none', named: { kmsKeyArn: KEY, bucketKey: false }, field: 'bucketKey' },
  { why: 'an alias of an access point', named: { name: 'app-x1y2z3-s3alias' }, field: 'name' },
  { why: 'an alias of an access point of Object Lambda', named: { name: 'app-x1y2z3--ol-s3' }, field: 'name' },
  { why: 'an access point of several Regions', named: { name: 'x1y2z3.mrap' }, field: 'name' },
  { why: 'a directory bucket', named: { name: 'app--euc1-az1--x-s3' }, field: 'name' },
  { why: 'a table bucket', named: { name: 'app--table-s3' }, field: 'name' },
  { why: 'an access point of another Region', named: { name: POINT, region: 'eu-west-1' }, field: 'name' },
  { why: 'an access point of another account', named: { name: POINT, account: '210987654321' }, field: 'name' },
  { why: 'objects of an access point', named: { name: `${POINT}/object/a` }, field: 'name' },
  { why: 'an access point and a key', named: { name: POINT, kmsKeyArn: KEY }, field: 'name' },
])('$why is refused in RESOURCES', ({ named, field, place }) => {
  expect(() => compile({ name: 'uploads-bucket', ...named }, place)).toThrow(
    expect.objectContaining({ name: 'GrantsError', path: `RESOURCES.uploads.${field}` }) as Error,
  );
});

it('a key is no field of a table', () => {
  const declared = { resources: { notes: { kind: 'dynamodb' } }, grants: [] };
  expect(() => compileGrants(declared, { notes: { name: 'notes-table', kmsKeyArn: KEY } }, deployment)).toThrow(
    expect.objectContaining({ path: 'RESOURCES.notes.kmsKeyArn' }) as Error,
  );
});
