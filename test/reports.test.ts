/**
 * How other services that vend credentials were broken, each as a test that this one is not. The names are those of the
 * public reports. What belongs to services that scopes cannot speak of yet is not here.
 */
import { planVend } from '../core/plan.ts';
import type { PolicyDocument } from '../core/policy/document.ts';
import { type Context, evaluate } from '../core/policy/evaluate.ts';
import type { AssumeRoleRequest } from '../core/assumeRole.ts';
import { vend } from '../core/vend.ts';
import { callerWith, grantOn, guest, member, serviceWith, SUB } from './fixtures.ts';
import { codeOf } from './refusal.ts';

const bucket = 'arn:aws:s3:::uploads-bucket';
const everywhere = serviceWith(grantOn({ prefix: 'data/' }));

const policyFor = (ask: Readonly<Record<string, unknown>>, service = everywhere, caller = guest): PolicyDocument =>
  JSON.parse(
    planVend(service, caller, { scope: { s3: [{ resource: 'uploads', access: ['READ', 'LIST'], ...ask }] } })
      .sessionPolicy ?? '',
  ) as PolicyDocument;
const reads = (policy: PolicyDocument, key: string) =>
  evaluate(policy, { action: 's3:GetObject', resource: `${bucket}/${key}`, context: {} }) === 'Allow';
const lists = (policy: PolicyDocument, prefix: string | undefined) =>
  evaluate(policy, {
    action: 's3:ListBucket',
    resource: bucket,
    context: prefix === undefined ? {} : { 's3:prefix': prefix },
  }) === 'Allow';
describe('as others were broken', () => {
  it.each(['data/*/', 'data/a*/', 'data/?/', 'data/${aws:username}/', 'data/${*}/', 'data/${aws:PrincipalTag/x}/'])(
    'CVE-2026-42810 (Polaris), unitycatalog#1715: %s is that name and no pattern',
    (prefix) => {
      const policy = policyFor({ prefix });
      expect([reads(policy, `${prefix}x`), lists(policy, prefix)]).toEqual([true, true]);
      for (const other of ['data/a/', 'data/ab/', 'data/b/', 'data/someone/'])
        expect([reads(policy, `${other}x`), lists(policy, other)]).toEqual([false, false]);
    },
  );

  it('CVE-2026-42809 (Polaris): no credentials are minted before the location is checked', async () => {
    const calls: AssumeRoleRequest[] = [];
    const assumeRole = (request: AssumeRoleRequest) => {
      calls.push(request);
      return Promise.reject(new Error('called'));
    };
    const vending = vend(everywhere, { assumeRole });
    await expect(
      vending(guest, { scope: { s3: [{ resource: 'uploads', prefix: 'other/', access: ['READ'] }] } }, 'vend'),
    ).rejects.toMatchObject({ code: 'NotGranted' });
    expect(calls).toEqual([]);
    await expect(vending(guest, {}, 'vend')).rejects.toThrow('called');
    expect(calls).toHaveLength(1);
  });

  it('CVE-2026-42812 (Polaris): a path in another field does not escape the granted location', () => {
    const ask = { resource: 'uploads', prefix: 'data/a/', access: ['READ'] };
    for (const other of [
      { key: 'other/x' },
      { location: 'other/' },
      { bucket: 'other' },
      { arn: 'arn:aws:s3:::other' },
      { whole: true },
    ]) {
      expect(codeOf(() => planVend(everywhere, guest, { scope: { s3: [{ ...ask, ...other }] } }))).toBe('InvalidScope');
    }
    expect(codeOf(() => planVend(everywhere, guest, { scope: { s3: [ask], location: 'other/' } }))).toBe(
      'InvalidScope',
    );
  });

  it.each(['*', 'a*', '?', '${sub}', '../other', 'a/*'])(
    'CVE-2026-71543 (OpenBao): the claim %j does not widen a templated policy',
    (tenant) => {
      const caller = callerWith({ 'cognito:groups': ['members'], tenant });
      expect(
        codeOf(() =>
          planVend(serviceWith(), caller, {
            scope: { s3: [{ resource: 'uploads', prefix: 'tenants/globex/shared/', access: ['READ'] }] },
          }),
        ),
      ).toBe('ClaimUnusable');
      const everything = planVend(serviceWith(), caller, {}).sessionPolicy ?? '';
      expect(reads(JSON.parse(everything) as PolicyDocument, 'tenants/globex/shared/x')).toBe(false);
    },
  );

  it('CVE-2026-71543 (OpenBao): a glob in a user name reaches no policy', () => {
    const named = planVend(
      serviceWith(),
      callerWith({ username: '*', 'cognito:groups': ['members'], tenant: 'acme' }),
      {},
    );
    expect(named.sessionPolicy).toBe(planVend(serviceWith(), member, {}).sessionPolicy);
  });

  it('METR/hawk#1205: a name does not match the longer name that it begins', () => {
    const policy = policyFor({ prefix: 'data/gpt/' });
    expect([reads(policy, 'data/gpt/x'), reads(policy, 'data/gpt5/x'), lists(policy, 'data/gpt5/')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(reads(policyFor({ key: 'data/gpt', access: ['READ'] }), 'data/gpt5')).toBe(false);
  });

  it('iceberg#17003: a grant is chosen by whole segments, never by raw string prefix', () => {
    expect(codeOf(() => policyFor({ prefix: 'data2/' }))).toBe('NotGranted');
    expect(codeOf(() => policyFor({ key: 'data', access: ['READ'] }))).toBe('NotGranted');
    expect(codeOf(() => policyFor({ prefix: `users/${SUB}x/` }, serviceWith(), member))).toBe('NotGranted');
  });

  it('lakekeeper#1795: a list without the closing slash is denied, as the schema says', () => {
    const policy = policyFor({ prefix: 'data/a/' });
    expect([lists(policy, 'data/a'), lists(policy, 'data/a/'), lists(policy, 'data/a/b')]).toEqual([false, true, true]);
  });

  it('seaweedfs#10777: an empty prefix is not the whole bucket', () => {
    expect(codeOf(() => policyFor({ prefix: '' }))).toBe('InvalidScope');
    const policy = policyFor({});
    expect([lists(policy, ''), lists(policy, undefined), reads(policy, 'x')]).toEqual([false, false, false]);
  });

  it('Unity Catalog, Nessie: with foo/ in scope, foobar/ cannot be listed', () => {
    const policy = policyFor({ prefix: 'data/foo/' });
    expect([lists(policy, 'data/foo/'), lists(policy, 'data/foobar/'), lists(policy, 'data/foo')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('AWS token vending sample: white space in a path stays', () => {
    const policy = policyFor({ prefix: 'data/a  b /' });
    expect([reads(policy, 'data/a  b /x'), reads(policy, 'data/ab/x'), reads(policy, 'data/a b/x')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('AWS SaaS token vending sample: LeadingKeys do not let a request through that names no key', () => {
    const { sessionPolicy = '' } = planVend(serviceWith(), member, {
      scope: { dynamodb: [{ resource: 'notes', access: ['READ', 'WRITE'] }] },
    });
    const policy = JSON.parse(sessionPolicy) as PolicyDocument;
    const resource = 'arn:aws:dynamodb:eu-central-1:123456789012:table/notes-table';
    const judge = (action: string, context: Context) =>
      evaluate(policy, { action: `dynamodb:${action}`, resource, context });
    expect(judge('Query', { 'dynamodb:LeadingKeys': [SUB] })).toBe('Allow');
    for (const action of ['Scan', 'Query', 'GetItem', 'BatchGetItem', 'PartiQLSelect', 'PartiQLUpdate']) {
      expect([action, judge(action, {}), judge(action, { 'dynamodb:LeadingKeys': [] })]).toEqual([
        action,
        'ImplicitDeny',
        'ImplicitDeny',
      ]);
    }
    expect(judge('Scan', { 'dynamodb:LeadingKeys': [SUB] })).toBe('ImplicitDeny');
  });

  // polaris#3243, lakekeeper#1857 (a session token too large although the policy is not): functions/assumeRole.test.ts
});
