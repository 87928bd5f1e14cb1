/** Conditions that a grant adds: what is refused, and what the session policy then lets through. */
import { deployment, grantOn, member, serviceWith, SUB, tagContext } from '../test/fixtures.ts';
import { refusalOf } from '../test/refusal.ts';
import { compileGrants } from './compileGrants.ts';
import { planVend } from './plan.ts';
import type { PolicyDocument, Statement } from './policy/document.ts';
import { type Context, evaluate } from './policy/evaluate.ts';
import { myGrants } from './preview.ts';

const own = `users/${SUB}/`;
const grantUnder = (name: string, conditions: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
  name,
  to: 'everyone',
  resource: 'uploads',
  prefix: 'users/${sub}/',
  access: ['READ'],
  ...(conditions !== undefined && { conditions }),
  ...more,
});
const serviceOf = (...grants: readonly unknown[]) => serviceWith({ resources: { uploads: { kind: 's3' } }, grants });

const mayRead = (service: ReturnType<typeof serviceOf>, context: Context, scope?: unknown): boolean => {
  const { sessionPolicy, sessionTags } = planVend(service, member, { scope });
  const resource = `arn:aws:s3:::uploads-bucket/${own}a`;
  const request = { action: 's3:GetObject', resource, context: { ...tagContext(sessionTags), ...context } };
  return evaluate(JSON.parse(sessionPolicy ?? '') as PolicyDocument, request) === 'Allow';
};

describe('a grant’s conditions', () => {
  it.each<[string, unknown, string]>([
    ['a field that is not known', { sourceIP: ['198.51.100.0/24'] }, 'sourceIP'],
    ['nothing', {}, 'conditions'],
    ['no list', { sourceIp: '198.51.100.0/24' }, 'sourceIp'],
    ['an empty list, which would be met by nothing', { sourceIp: [] }, 'sourceIp'],
    ['an address without a length', { sourceIp: ['198.51.100.7'] }, 'sourceIp[0]'],
    ['every address', { sourceIp: ['198.51.100.0/24', '0.0.0.0/0'] }, 'sourceIp[1]'],
    ['every address of IPv6', { sourceIp: ['::/0'] }, 'sourceIp[0]'],
    ['a network that is none', { sourceIp: ['198.51.100.256/24'] }, 'sourceIp[0]'],
    ['a variable', { sourceIp: ['${claims.ip}/32'] }, 'sourceIp[0]'],
    ['a wildcard for an endpoint', { sourceVpce: ['vpce-*'] }, 'sourceVpce[0]'],
    ['the id of something else', { sourceVpc: ['vpce-0123456789abcdef0'] }, 'sourceVpc[0]'],
    [
      'an address and an endpoint, which no request has both',
      { sourceIp: ['198.51.100.0/24'], sourceVpce: ['vpce-0123456789abcdef0'] },
      'sourceIp',
    ],
    ['a day', { notBefore: '2026-12-01' }, 'notBefore'],
    ['a time that is none', { notAfter: '2026-13-01T00:00:00Z' }, 'notAfter'],
    [
      'an end before the beginning',
      { notBefore: '2026-12-02T00:00:00Z', notAfter: '2026-12-01T00:00:00Z' },
      'notAfter',
    ],
    ['plain HTTP', { secureTransport: false }, 'secureTransport'],
  ])('are refused with %s', (_why, conditions, path) => {
    const expected = path === 'conditions' ? 'grants[0].conditions:' : `grants[0].conditions.${path}:`;
    expect(() => serviceOf(grantUnder('only', conditions))).toThrow(expected);
  });

  it('are refused on a role, which is passed on without a session policy', () => {
    expect(() =>
      serviceWith({
        resources: { reporting: { kind: 'role' } },
        grants: [{ name: 'r', to: 'everyone', role: 'reporting', conditions: { secureTransport: true } }],
      }),
    ).toThrow('grants[0].conditions');
  });

  it.each<[string, unknown, Context, Context]>([
    [
      'a network',
      { sourceIp: ['198.51.100.0/24'] },
      { 'aws:SourceIp': '198.51.100.9' },
      { 'aws:SourceIp': '198.51.101.9' },
    ],
    ['a network, seen through a VPC endpoint', { sourceIp: ['10.0.0.0/8'] }, { 'aws:SourceIp': '10.1.2.3' }, {}],
    ['IPv6', { sourceIp: ['2001:db8::/32'] }, { 'aws:SourceIp': '2001:db8::7' }, { 'aws:SourceIp': '2001:db9::7' }],
    [
      'a VPC endpoint',
      { sourceVpce: ['vpce-0123456789abcdef0'] },
      { 'aws:SourceVpce': 'vpce-0123456789abcdef0' },
      { 'aws:SourceVpce': 'vpce-0123456789abcdef1' },
    ],
    ['a VPC', { sourceVpc: ['vpc-01234567'] }, { 'aws:SourceVpc': 'vpc-01234567' }, {}],
    [
      'a time window, before it',
      { notBefore: '2026-12-01T08:00:00Z', notAfter: '2026-12-01T09:00:00Z' },
      { 'aws:CurrentTime': '2026-12-01T08:00:00Z' },
      { 'aws:CurrentTime': '2026-12-01T07:59:59Z' },
    ],
    [
      'a time window, at its end',
      { notBefore: '2026-12-01T08:00:00Z', notAfter: '2026-12-01T09:00:00Z' },
      { 'aws:CurrentTime': '2026-12-01T08:59:59Z' },
      { 'aws:CurrentTime': '2026-12-01T09:00:00Z' },
    ],
    ['TLS', { secureTransport: true }, { 'aws:SecureTransport': 'true' }, { 'aws:SecureTransport': 'false' }],
  ])('let requests through by %s', (_what, conditions, met, unmet) => {
    const service = serviceOf(grantUnder('only', conditions));
    expect([mayRead(service, met), mayRead(service, unmet)]).toEqual([true, false]);
  });

  it('all hold at once', () => {
    const service = serviceOf(grantUnder('only', { sourceIp: ['198.51.100.0/24'], secureTransport: true }));
    const address = { 'aws:SourceIp': '198.51.100.9' };
    expect(mayRead(service, { ...address, 'aws:SecureTransport': 'true' })).toBe(true);
    expect(mayRead(service, { ...address, 'aws:SecureTransport': 'false' })).toBe(false);
    expect(mayRead(service, { 'aws:SecureTransport': 'true' })).toBe(false);
  });

  it('stand beside those of the service', () => {
    const service = serviceOf(grantUnder('only', { sourceVpc: ['vpc-01234567'] }, { access: ['LIST'] }));
    expect(JSON.parse(planVend(service, member, {}).sessionPolicy ?? '')).toMatchObject({
      Statement: {
        Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-01234567' }, StringLike: { 's3:prefix': `${own}*` } },
      },
    });
  });

  it('are not asked of the calls that S3 makes to KMS for the caller, which come from S3', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const grants = compileGrants(
      {
        resources: { uploads: { kind: 's3' } },
        grants: [grantUnder('office', { sourceIp: ['198.51.100.0/24'] })],
      },
      { uploads: { name: 'uploads-bucket', kmsKeyArn } },
      deployment,
    );
    const { Statement } = JSON.parse(
      planVend({ deployment, grants }, member, {}).sessionPolicy ?? '',
    ) as PolicyDocument;
    const conditionOf = (action: string) =>
      [Statement].flat().find((statement: Statement) => statement.Action === action)?.Condition ?? {};
    expect(conditionOf('s3:GetObject')).toEqual({ IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } });
    expect(Object.keys(conditionOf('kms:Decrypt')).sort()).toEqual(['StringEquals', 'StringLike']);
    expect(conditionOf('kms:Decrypt')).toMatchObject({
      StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' },
    });
  });

  it('do not hold what another grant gives without them', () => {
    const office = grantUnder('office', { sourceIp: ['198.51.100.0/24'] });
    const anywhere = grantUnder('anywhere', undefined, { maxDurationSeconds: 900 });
    const both = serviceOf(office, anywhere);
    expect(mayRead(both, {})).toBe(true);
    expect(
      planVend(both, member, { scope: { s3: [{ resource: 'uploads', prefix: own, access: ['READ'] }] } }),
    ).toMatchObject({
      admissions: [{ grant: { name: 'anywhere' } }],
    });
  });

  it('of several grants are alternatives where everything is asked for', () => {
    const service = serviceOf(
      grantUnder('office', { sourceIp: ['198.51.100.0/24'] }),
      grantUnder('lab', { sourceIp: ['203.0.113.0/24'] }),
    );
    const at = (address: string) => mayRead(service, { 'aws:SourceIp': address });
    expect([at('198.51.100.1'), at('203.0.113.1'), at('192.0.2.1')]).toEqual([true, true, false]);
  });

  it('keep a part that is within another part with other conditions', () => {
    const service = serviceOf(
      grantUnder('wide', { sourceIp: ['198.51.100.0/24'] }),
      grantUnder('narrow', undefined, { prefix: 'users/${sub}/public/' }),
    );
    const { sessionPolicy } = planVend(service, member, {});
    expect(sessionPolicy).toContain(`${own}public/*`);
  });

  it('are told by myGrants', () => {
    const [grant] = myGrants(serviceOf(grantUnder('only', { secureTransport: true })), member);
    expect(grant?.conditions).toBe('{"Bool":{"aws:SecureTransport":"true"}}');
  });

  it('are as unknown to a client as the rest of a grant', () => {
    const scope = { s3: [{ resource: 'uploads', prefix: own, access: ['READ'], conditions: {} }] };
    expect(refusalOf(() => planVend(serviceWith(grantOn({ prefix: 'users/${sub}/' })), member, { scope })).code).toBe(
      'InvalidScope',
    );
  });
});
