/** docs/vend-roles.md, step by step: a Vend role in another account, judged with both accounts' policies and vended by local STS. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { callerOf } from '../core/caller.ts';
import type { Grants } from '../core/compileGrants.ts';
import type { VendService } from '../core/plan.ts';
import { deploymentOf } from '../core/readResources.ts';
import { vend } from '../core/vend.ts';
import { awsActions } from '../deploy/check/awsActions.ts';
import { conditionKeys } from '../deploy/check/conditionKeys.ts';
import { deadAccess } from '../deploy/check/deadAccess.ts';
import { type Deployed, functionNamed, readDeployed, roleNamed } from '../deploy/check/deployed.ts';
import { missingDenials } from '../deploy/check/missingDenials.ts';
import { namedGrants } from '../deploy/check/namedGrants.ts';
import { mayAssume } from '../deploy/check/trust.ts';
import { judgeVendedRoles } from '../deploy/check/vendedRoles.ts';
import { widerAccess } from '../deploy/check/widerAccess.ts';
import { assumeRole } from '../functions/assumeRole.ts';
import { createResolve, type TemplateResources } from '../local/cloudFormation.ts';
import { readConfiguration } from '../local/configuration.ts';
import { resolvedResources } from '../local/resolvedResources.ts';
import type { Role } from '../local/service.ts';
import { rolesOf } from '../local/serviceOf.ts';
import { startSts, type StsServer } from '../local/sts/fixture.ts';
import { payload, sampleGrants } from './fixtures.ts';
import { project } from './packageService.ts';

const text = (file: string) => readFile(path.join(project, file), 'utf8');
const manual = await text('docs/vend-roles.md');

/** The code of the manual, by language; the nth. */
const code = (language: string, at = 0): string => {
  const blocks = [...manual.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(
    ([, block = '']) => block,
  );
  const found = blocks[at];
  if (found === undefined) throw new Error(`docs/vend-roles.md has no block ${language} ${String(at)}.`);
  return found.replaceAll(/^ {3}/gm, '').trim();
};

const folders: string[] = [];
const folderWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'scopevend-roles-'));
  folders.push(folder);
  await cp(path.join(project, 'deploy'), path.join(folder, 'deploy'), { recursive: true });
  await mkdir(path.join(folder, 'own'));
  await cp(path.join(project, 'serverless.yml'), path.join(folder, 'serverless.yml'));
  for (const [file, content] of Object.entries(files)) await writeFile(path.join(folder, file), content);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** The example's role as the other account would have it. */
const roleOfOther = async (lambdaArn: string): Promise<Role> => {
  const values = { VendLambdaRoleArn: lambdaArn, ExternalId: 'as-agreed-in-2026', Bucket: 'their-archive' };
  const example = Object.entries(values).reduce(
    (so, [name, value]) => so.replaceAll(`!Ref ${name}`, value).replaceAll(`\${${name}}`, value),
    // The framework's reader would take it for a variable of its own.
    (await text('deploy/examples/otherAccount.yml')).replace(': archive/${aws:', ': !Sub archive/${!aws:'),
  );
  const folder = await folderWith({ 'serverless.yml': example });
  const { Resources } = (await readConfiguration(folder)) as { readonly Resources: TemplateResources };
  const place = { partition: 'aws', region: 'us-east-1', account: '222233334444', prefix: 'other' };
  const resolve = createResolve(Resources, place);
  const [role] = rolesOf(resolvedResources(Resources, resolve), resolve);
  if (role === undefined) throw new Error('The example has no role.');
  return role;
};

let deployed: Deployed;
let other: Role;
let grants: Grants;
let sts: StsServer;

beforeAll(async () => {
  const vended = (await text('deploy/vended.yml'))
    .replace('resources: >-\n  {', () => `resources: >-\n  {${code('json').replaceAll('\n', '\n  ')},\n  `)
    .replace('  - !GetAtt ReportingRole.Arn\n', (last) => `${last}  ${code('yaml')}\n`);
  const folder = await folderWith({ 'own/vended.yml': vended });
  // A Region that there is: the local STS takes no other.
  const place = { partition: 'aws', region: 'us-east-1', account: '000000000000' };
  deployed = await readDeployed({ project: folder, stage: 'dev', place });
  const lambda = roleNamed(deployed, 'VendLambdaRole');
  other = await roleOfOther(lambda.arn);
  const [, prefix = ''] = /prefix: '(.*?)'/.exec(code('ts')) ?? [];
  const archive = { name: 'archive', to: { group: 'members' }, resource: 'archive', prefix, access: ['READ', 'LIST'] };
  const named = namedGrants(deployed, {
    ...sampleGrants,
    resources: { ...sampleGrants.resources, archive: { kind: 's3' } },
    grants: [...sampleGrants.grants, archive],
  });
  if (!('grants' in named)) throw new Error(JSON.stringify(named));
  grants = named.grants;
  // The example's role has a fixed name, which the manual tells.
  other = { ...other, name: 'scopevend-vend', arn: 'arn:aws:iam::222233334444:role/scopevend-vend' };
  sts = await startSts([...deployed.roles, other]);
});
afterAll(() => sts.close());

describe('a Vend role in another account', () => {
  it('has the name that the manual tells', async () => {
    expect(await text('deploy/examples/otherAccount.yml')).toContain('RoleName: scopevend-vend');
  });

  it('is judged without a finding, together with the service', async () => {
    const actions = await awsActions();
    expect(judgeVendedRoles(deployed, grants, [other])).toEqual([]);
    expect(deadAccess(deployed, grants, [...deployed.roles, other])).toEqual([]);
    expect(widerAccess(other, grants, actions)).toEqual([]);
    expect(missingDenials(deployed, other, grants, actions)).toEqual([]);
    expect(conditionKeys([other.trustPolicy, ...other.policies], other.name, actions)).toEqual([]);
  }, 60_000);

  it('needs both accounts to allow, the external id, the source identity and the tag', () => {
    const { arn, policies } = roleNamed(deployed, 'VendLambdaRole');
    const caller = { arn, policies, sourceFunctionArn: functionNamed(deployed, 'vend').arn };
    const call = { sourceIdentity: 'a-sub', tags: { 'vend:sub': 'a-sub' }, externalId: 'as-agreed-in-2026' };
    expect(mayAssume(other, caller, call)).toBe(true);
    expect(mayAssume(other, { ...caller, policies: [] }, call)).toBe(false);
    const { externalId, ...withoutId } = call;
    const { sourceIdentity, ...withoutSource } = call;
    for (const wrong of [
      withoutId,
      { ...call, externalId: `${externalId}7` },
      withoutSource,
      { sourceIdentity, externalId },
    ])
      expect([wrong, mayAssume(other, caller, wrong)]).toEqual([wrong, false]);
    const foreign = { ...caller, arn: arn.replace('000000000000', '999988887777') };
    expect(mayAssume(other, foreign, call)).toBe(false);
  });

  it('is found missing where the Lambda policy does not name it, or its trust policy does not know the tags', async () => {
    const without = await readDeployed({ project, stage: 'dev' });
    expect(judgeVendedRoles(without, grants, [other])).toMatchObject([
      { where: 'the Lambda policy', what: `does not let the vending function assume ${other.arn}` },
    ]);
    for (const missing of [',"vend:tenant"', ',"v?"', ',"v1?"']) {
      const trustPolicy = JSON.parse(JSON.stringify(other.trustPolicy).replace(missing, '')) as Role['trustPolicy'];
      expect(judgeVendedRoles(deployed, grants, [{ ...other, trustPolicy }])).toMatchObject([
        { where: 'the trust policy of scopevend-vend' },
      ]);
    }
  });

  describe('at the local STS', () => {
    const member = callerOf(payload({ 'cognito:groups': ['members'], tenant: 'acme' }));
    const service = (): VendService => ({
      grants,
      deployment: deploymentOf(functionNamed(deployed, 'vend').environment['VEND_ROLE_ARN'], 'us-east-1'),
    });
    const ask = (resource: string) => ({ scope: { s3: [{ resource, access: ['READ'] }] } });
    const vending = (of: VendService, resource: string) => {
      const fn = functionNamed(deployed, 'vend');
      const client = sts.client(sts.sts.startFunctionSession(fn.roleArn, fn.name));
      return vend(of, { assumeRole: assumeRole(client, AbortSignal.timeout(20_000)) })(member, ask(resource), 'a-vend');
    };

    it('is vended, with the external id sent to it alone', async () => {
      const { credentials } = await vending(service(), 'archive');
      expect(credentials.assumedRoleArn).toBe('arn:aws:sts::222233334444:assumed-role/scopevend-vend/a-vend');
      expect(JSON.stringify(credentials)).not.toContain('as-agreed-in-2026');
      expect((await vending(service(), 'uploads')).credentials.assumedRoleArn).toContain('scopevend-dev-VendRole');
    });

    it.each([undefined, 'as-agreed-in-2025'])('is not vended with the external id %s', async (externalId) => {
      const changed = grants.grants.map((grant) =>
        grant.name === 'archive' ? { ...grant, resource: { ...grant.resource, externalId } } : grant,
      );
      const refused = { ...service(), grants: { ...grants, grants: changed } };
      await expect(vending(refused, 'archive')).rejects.toMatchObject({ code: 'VendRoleNotAssumable' });
    });

    it('is not vended together with the service’s own', async () => {
      const both = {
        scope: {
          s3: [
            { resource: 'archive', access: ['READ'] },
            { resource: 'uploads', access: ['READ'] },
          ],
        },
      };
      await expect(
        vend(service(), { assumeRole: () => Promise.reject(new Error('not called')) })(member, both, 'a-vend'),
      ).rejects.toMatchObject({ code: 'MixedRoles' });
    });
  });
});
