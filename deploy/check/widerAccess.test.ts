import { jest } from '@jest/globals';
import fc from 'fast-check';
import { claimValue } from '../../core/claims.ts';
import { evaluate } from '../../core/policy/evaluate.ts';
import type { Statement } from '../../core/policy/document.ts';
import { runs, timeFor } from '../../test/runs.ts';
import { awsActions } from './awsActions.ts';
import { vendRole } from './deadAccess.ts';
import { changed, deployed, grantsWith, sampleGrants } from './fixture.ts';
import { grantedOf, statementOf } from './grantedPermissions.ts';
import { claimsUsed, imaginedCaller, sessionContext } from './imaginedCaller.ts';
import { probesOf } from './probes.ts';
import { hostileCallers, hostileClaims, possibleActions, widerAccess, widerFor } from './widerAccess.ts';

jest.setTimeout(timeFor(60_000));

const role = vendRole(deployed);
const grants = grantsWith(sampleGrants);
const actions = await awsActions();
const uploads = 'arn:aws:s3:::scopevend-dev-uploadsbucket';

// Every character that claims.ts lets through, those that mean something in paths, keys and patterns more often.
const sub = fc.stringMatching(/^[\w+=.@-]{2,20}$/).filter((text) => text !== '..');
const claim = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('_', '.', ':', '=', '+', '-', '@', ' '),
      fc.constantFrom('a', 'B', '7', 'é', 'Ω', '字', 'ſ'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 24,
  })
  .filter(
    (text) =>
      typeof claimValue(
        imaginedCaller(
          new Map([
            ['sub', 'a-sub'],
            ['tenant', text],
          ]),
        ),
        'tenant',
      ) === 'string',
  );
const caller = fc.record({ sub, tenant: claim }).map((claims) => imaginedCaller(new Map(Object.entries(claims))));

describe('the Vend policy and grants.ts', () => {
  it('agree for any valid claims: what is granted is allowed, what is not is not', () => {
    fc.assert(
      fc.property(caller, (one) => {
        const session = sessionContext(grants, one);
        const asking = { session, expand: (action: string) => [action] };
        const probes = grantedOf(grants, role.arn, one)
          .flatMap(({ permissions }) => permissions.map(statementOf))
          .flatMap((statement) => probesOf(statement, asking));
        expect(probes.length).toBeGreaterThan(20);
        expect(probes.filter((probe) => evaluate(role.policies, probe) !== 'Allow')).toEqual([]);
        expect(widerFor(role, grants, one, actions)).toEqual([]);
      }),
      runs(12),
    );
  });

  it('leave nothing to any action of AWS but those that scopes give', () => {
    expect(actions.size).toBeGreaterThan(15_000);
    expect([...possibleActions(role.policies, actions)].sort()).toEqual(
      [
        ...[
          'GetObject',
          'PutObject',
          'AbortMultipartUpload',
          'ListMultipartUploadParts',
          'DeleteObject',
          'ListBucket',
        ].map((name) => `s3:${name}`),
        ...[
          'GetItem',
          'BatchGetItem',
          'Query',
          'ConditionCheckItem',
          'PutItem',
          'UpdateItem',
          'DeleteItem',
          'BatchWriteItem',
        ].map((name) => `dynamodb:${name}`),
      ].sort(),
    );
  });
});

const allow = (Action: string | string[], Resource: string, Condition?: Statement['Condition']): Statement => ({
  Sid: 'Wide',
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const OWN = '${aws:PrincipalTag/vend:sub}';
const TENANT = '${aws:PrincipalTag/vend:tenant}';

// Each is a way in which others' Vend policies were too wide.
const tooWide: readonly {
  readonly what: string;
  readonly statement: Statement;
  readonly finds: string;
  readonly grants?: unknown;
}[] = [
  { what: 'no tag at all', statement: allow('s3:GetObject', `${uploads}/users/*`), finds: 's3:GetObject' },
  {
    what: 'a folder without its slash',
    statement: allow('s3:GetObject', `${uploads}/users/${OWN}*`),
    finds: 's3:GetObject',
  },
  {
    what: 'the tenant’s whole folder',
    statement: allow('s3:GetObject', `${uploads}/tenants/${TENANT}/*`),
    finds: 's3:GetObject',
  },
  { what: 'any tenant', statement: allow('s3:GetObject', `${uploads}/tenants/*/shared/*`), finds: 's3:GetObject' },
  {
    what: 'a list without its slash',
    statement: allow('s3:ListBucket', uploads, { StringLike: { 's3:prefix': `users/${OWN}*` } }),
    finds: 's3:ListBucket',
  },
  { what: 'a list without a prefix', statement: allow('s3:ListBucket', uploads), finds: 's3:ListBucket' },
  {
    what: 'a list where a prefix is not asked for',
    statement: allow('s3:ListBucket', uploads, { StringLikeIfExists: { 's3:prefix': `users/${OWN}/*` } }),
    finds: 's3:ListBucket',
  },
  {
    what: 'a default for the tag',
    statement: allow('s3:GetObject', `${uploads}/users/\${aws:PrincipalTag/vend:other, 'all'}/*`),
    finds: 's3:GetObject',
  },
  {
    what: 'an action that no grant gives',
    statement: allow('s3:GetObjectVersion', `${uploads}/users/${OWN}/*`),
    finds: 's3:GetObjectVersion',
  },
  {
    what: 'a wildcard in the action',
    statement: allow('s3:Get*', `${uploads}/users/${OWN}/*`),
    finds: 's3:GetObjectTagging',
  },
  {
    what: 'another bucket',
    statement: allow('s3:GetObject', `arn:aws:s3:::other/users/${OWN}/*`),
    finds: 's3:GetObject',
  },
  {
    what: 'another service',
    statement: allow('sqs:SendMessage', 'arn:aws:sqs:us-east-1:000000000000:q'),
    finds: 'sqs:SendMessage',
  },
  {
    what: 'leading keys that need not be there',
    statement: allow(
      'dynamodb:Query',
      `arn:aws:dynamodb:${deployed.place.region}:000000000000:table/scopevend-dev-NotesTable`,
      {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': OWN },
      },
    ),
    finds: 'dynamodb:Query',
  },
  {
    what: 'a leading key that begins like the own one',
    statement: allow(
      'dynamodb:GetItem',
      `arn:aws:dynamodb:${deployed.place.region}:000000000000:table/scopevend-dev-NotesTable`,
      {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': `${OWN}*` },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    ),
    finds: 'dynamodb:GetItem',
  },
  {
    what: 'a leading key among others',
    statement: allow(
      'dynamodb:BatchGetItem',
      `arn:aws:dynamodb:${deployed.place.region}:000000000000:table/scopevend-dev-NotesTable`,
      { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': OWN } },
    ),
    finds: 'dynamodb:BatchGetItem',
  },
];

describe('widerAccess', () => {
  // Without the statements that deny other actions, buckets and tables, which would hide what is too wide.
  const open = ['NothingButTheseActions', 'NothingButThisBucket', 'NothingButThisTable'].reduce(
    (so, sid) => changed(so, sid, () => []),
    role,
  );

  it('finds nothing in the sample, with and without the statements that deny all else', () => {
    expect(widerAccess(role, grants, actions)).toEqual([]);
    expect(widerAccess(open, grants, actions)).toEqual([]);
  });

  it.each(tooWide)('finds $what', ({ statement, finds }) => {
    const wide = { ...open, policies: [...open.policies, { Version: '2012-10-17' as const, Statement: statement }] };
    const found = hostileCallers(grants)
      .slice(0, 2)
      .flatMap((one) => widerFor(wide, grants, one, actions));
    expect(found.map(({ sid, action }) => `${sid} ${action}`)).toContain(`Wide ${finds}`);
  });

  it('says where, what and what to do', () => {
    const wide = {
      ...open,
      policies: [
        ...open.policies,
        { Version: '2012-10-17' as const, Statement: allow('s3:GetObject', `${uploads}/users/*`) },
      ],
    };
    expect(widerAccess(wide, grants, actions)).toEqual([
      {
        where: 'the Vend policy of scopevend-dev-VendRole, statement Wide',
        what: `allows s3:GetObject on ${uploads}/users/ to the session of vend:sub=sub-0, vend:tenant=-, which no grant gives`,
        mend: 'Bind Wide to the session tags, or take s3:GetObject out of it, in deploy/vendPolicy.yml, or your own/vendPolicy.yml. If it is meant, add a grant on it to grants.ts.',
      },
    ]);
  });

  it('finds what is left of a grant that was taken away', () => {
    const fewer = grantsWith({
      ...sampleGrants,
      grants: sampleGrants.grants.filter(({ name }) => name !== 'tenant-editing'),
    });
    expect(
      widerAccess(role, fewer, actions).map(({ where, what }) => [where.split(' ').at(-1), what.split(' ')[1]]),
    ).toEqual(
      ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:DeleteObject'].map((action) => [
        'TenantsSharedObjects',
        action,
      ]),
    );
  });

  it('tries claims that claims.ts lets through, and no others', () => {
    for (const value of hostileClaims) {
      const one = imaginedCaller(
        new Map([
          ['sub', 'a-sub'],
          ['tenant', value],
        ]),
      );
      expect(claimValue(one, 'tenant')).toBe(value);
    }
    expect(claimsUsed(grants)).toEqual(['sub', 'tenant']);
  });
});
