import { compileGrants } from '../compileGrants.ts';
import { deployment, member } from '../../test/fixtures.ts';
import { refusalOf } from '../../test/refusal.ts';
import { under } from '../../test/scopes/asking.ts';
import { GrantsError } from '../grantsError.ts';
import { planVend } from '../plan.ts';
import type { PolicyDocument, Statement } from '../policy/document.ts';
import { evaluate } from '../policy/evaluate.ts';

const { statements, allows } = under('ssm', { whole: true, access: ['READ', 'WRITE', 'LIST'] });
const parameter = (name: string) => `arn:aws:ssm:eu-central-1:123456789012:parameter${name}`;

it('lists all of a hierarchy and nothing beside it', () => {
  const lists = (path: string) =>
    allows({ action: 'ssm:GetParametersByPath', resource: parameter(path) }, { access: ['LIST'] });
  const paths = ['/app/settings', '/app/settings/', '/app/settings/a/b', '/app', '/', '/app/settings2'];
  expect(paths.map(lists)).toEqual([true, true, true, false, false, false]);
});

it('reads one parameter and none below it', () => {
  const ask = { parameter: 'a/b', access: ['READ', 'WRITE'] };
  for (const action of ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:PutParameter']) {
    const reads = (name: string) => allows({ action, resource: parameter(name) }, ask);
    expect(['/app/settings/a/b', '/app/settings/a/b/c', '/app/settings/a/b2'].map(reads)).toEqual([true, false, false]);
  }
});

it('lists under no one parameter', () => {
  expect(refusalOf(() => statements({ parameter: 'a', access: ['LIST'] })).code).toBe('InvalidScope');
  expect(() => under('ssm', { parameter: 'a', access: ['LIST'] })).toThrow(GrantsError);
});

it.each(['a*/', 'a b/', '../', 'a//', '/a/', 'a:1/', 'é/'])('refuses the path %s', (path) => {
  expect(refusalOf(() => statements({ path, access: ['READ'] })).code).toBe('InvalidScope');
});

it.each(['', '/', 'app', '/app/', '/app//a', '/app/*', '/app:1'])('takes no hierarchy with the root %j', (name) => {
  const compile = () =>
    compileGrants({ resources: { own: { kind: 'ssm' } }, grants: [] }, { own: { name } }, deployment);
  expect(compile).toThrow('RESOURCES.own.name');
});

describe('with a key', () => {
  const kmsKeyArn = 'arn:aws:kms:eu-central-1:210987654321:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d';
  const every = ['READ', 'WRITE', 'LIST'];
  const grants = compileGrants(
    {
      resources: { own: { kind: 'ssm' } },
      grants: [{ name: 'own', to: 'everyone', resource: 'own', whole: true, access: every }],
    },
    { own: { name: '/app/settings', kmsKeyArn } },
    deployment,
  );
  const ofKey = (ask: Readonly<Record<string, unknown>>): readonly Statement[] => {
    const scope = { ssm: [{ resource: 'own', ...ask }] };
    const { Statement } = JSON.parse(
      planVend({ deployment, grants }, member, { scope }).sessionPolicy ?? '',
    ) as PolicyDocument;
    return [Statement].flat().filter(({ Resource }) => Resource === kmsKeyArn);
  };
  const through = { 'kms:ViaService': 'ssm.eu-central-1.amazonaws.com' };

  it.each([
    { access: ['READ'], actions: 'kms:Decrypt' },
    { access: ['LIST'], actions: 'kms:Decrypt' },
    { access: ['WRITE'], actions: ['kms:Encrypt', 'kms:GenerateDataKey'] },
    { access: ['READ', 'LIST'], actions: 'kms:Decrypt' },
  ])('$access has it for its parameters, through Systems Manager only', ({ access, actions }) => {
    expect(ofKey({ path: 'a/', access })).toEqual([
      {
        Effect: 'Allow',
        Action: actions,
        Resource: kmsKeyArn,
        Condition: {
          StringEquals: through,
          StringLike: { 'kms:EncryptionContext:PARAMETER_ARN': parameter('/app/settings/a/*') },
        },
      },
    ]);
  });

  it.each([
    ['/app/settings/a/b', through, 'Allow'],
    ['/app/settings/a2/b', through, 'ImplicitDeny'],
    ['/app/settings/a/b', {}, 'ImplicitDeny'],
    ['/app/settings/a/b', { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' }, 'ImplicitDeny'],
  ])('decrypts %s with %j: %s', (name, context, expected) => {
    const policy: PolicyDocument = { Version: '2012-10-17', Statement: ofKey({ path: 'a/', access: ['READ'] }) };
    const encrypted = { 'kms:EncryptionContext:PARAMETER_ARN': parameter(name), ...context };
    expect(evaluate(policy, { action: 'kms:Decrypt', resource: kmsKeyArn, context: encrypted })).toBe(expected);
  });
});
