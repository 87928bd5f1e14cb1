import type { Statement } from '../../core/policy/document.ts';
import { awsActions } from './awsActions.ts';
import { roleNamed } from './deployed.ts';
import { changed, deployed, grantsWith, naming, sampleGrants, statementsIn } from './fixture.ts';
import { missingDenials } from './missingDenials.ts';
import { statementsOf } from './probes.ts';

const actions = await awsActions();
const grants = grantsWith(sampleGrants);
const roles = { VendRole: roleNamed(deployed, 'VendRole'), ReportingRole: roleNamed(deployed, 'ReportingRole') };
type Name = keyof typeof roles;
const FILE = 'deploy/vendPolicy.yml, or your own/vendPolicy.yml';

/** What NothingButTheseActions lets through. */
const grantedActions = ({ policies }: (typeof roles)[Name]): readonly string[] =>
  statementsOf(policies).flatMap(({ NotAction }) => (NotAction === undefined ? [] : [NotAction].flat()));

const judge = (role: (typeof roles)[Name]) => missingDenials(deployed, role, grants, actions);

describe('missingDenials', () => {
  it.each(['VendRole', 'ReportingRole'] as const)('finds nothing in the sample’s %s', (name) => {
    expect(judge(roles[name])).toEqual([]);
  });

  it.each<{ name: Name; sid: string; says: string }>([
    { name: 'VendRole', sid: 'NothingButTheseActions', says: 'more actions' },
    { name: 'VendRole', sid: 'NothingButThisBucket', says: 's3:GetObject on arn:aws:s3:::stranger/users/${sub}/x/y' },
    {
      name: 'VendRole',
      sid: 'NothingButThisTable',
      says: 'dynamodb:ConditionCheckItem on arn:aws:dynamodb:xx-elsewhere-9:',
    },
    { name: 'ReportingRole', sid: 'NothingButTheseActions', says: 'more actions' },
    { name: 'ReportingRole', sid: 'NothingButThisBucket', says: 's3:GetObject on arn:aws:s3:::stranger/reports/' },
  ])('finds that $name lacks $sid, with lines that mend it', ({ name, sid, says }) => {
    const open = changed(roles[name], sid, () => []);
    const [found, ...more] = judge(open);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      where: `the policies of scopevend-dev-${name}`,
      what: expect.stringContaining(says),
      mend: expect.stringContaining(`Add to the statements of the role's policy in ${FILE}:\n- Sid: Nothing`),
    });
    const Statement = statementsIn(found?.mend ?? '');
    expect(judge({ ...open, policies: [...open.policies, { Version: '2012-10-17', Statement }] })).toEqual([]);
  });

  const without =
    (element: 'NotAction' | 'NotResource', ...more: readonly string[]) =>
    (statement: Statement) => [{ ...statement, [element]: [...[statement[element] ?? []].flat(), ...more] }];
  // Each lets through what no grant gives, although the denial is there.
  it.each<{ what: string; sid: string; change: (statement: Statement) => readonly Statement[]; says: string }>([
    {
      what: 'an action that no grant gives any more',
      sid: 'NothingButTheseActions',
      change: without('NotAction', 's3:GetObjectTagging'),
      says: 'do not deny s3:GetObjectTagging, which nothing gives',
    },
    {
      what: 'actions by a pattern',
      sid: 'NothingButTheseActions',
      change: without('NotAction', 's3:Get*'),
      says: 'do not deny s3:GetAccelerateConfiguration and ',
    },
    {
      what: 'those who have a tenant only',
      sid: 'NothingButTheseActions',
      change: (one) => [{ ...one, Condition: { Null: { 'aws:PrincipalTag/vend:tenant': 'false' } } }],
      says: 'more actions, which nothing gives',
    },
    {
      what: 'requests from one network',
      sid: 'NothingButTheseActions',
      change: (one) => [{ ...one, Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } } }],
      says: 'more actions, which nothing gives',
    },
    {
      what: 'requests that a service makes for the caller',
      sid: 'NothingButThisTable',
      change: (one) => [{ ...one, Condition: { BoolIfExists: { 'aws:ViaAWSService': 'false' } } }],
      says: 'do not deny dynamodb:',
    },
    {
      what: 'what else can be done to the objects of the bucket',
      sid: 'NothingButTheseActions',
      change: ({ Resource: _, ...one }) => [{ ...one, NotResource: 'arn:aws:s3:::scopevend-dev-uploadsbucket/*' }],
      says: 'do not deny s3:',
    },
    {
      what: 'buckets whose names begin alike',
      sid: 'NothingButThisBucket',
      change: without('NotResource', 'arn:aws:s3:::scopevend-dev-uploadsbucket*'),
      says: 'arn:aws:s3:::scopevend-dev-uploadsbucketx/',
    },
    {
      what: 'access points of whatever bucket',
      sid: 'NothingButThisBucket',
      change: without('NotResource', 'arn:aws:s3:*:*:accesspoint/*'),
      says: 'accesspoint/stranger/object/stranger',
    },
    {
      what: 'tables of that name in other Regions and accounts',
      sid: 'NothingButThisTable',
      change: without('NotResource', 'arn:aws:dynamodb:*:*:table/scopevend-dev-NotesTable'),
      says: 'xx-elsewhere-9:000000000000:table/scopevend-dev-NotesTable',
    },
    {
      what: 'indexes of other tables',
      sid: 'NothingButThisTable',
      change: without('NotResource', 'arn:aws:dynamodb:*:*:table/*/index/*'),
      says: 'table/stranger/index/stranger',
    },
  ])('finds a denial that leaves out $what, and says what to put in its place', ({ sid, change, says }) => {
    const open = changed(roles.VendRole, sid, change);
    const found = judge(open);
    expect(found).toHaveLength(1);
    expect(found[0]?.what).toContain(says);
    const Statement = statementsIn(found[0]?.mend ?? '');
    const mended = changed(roles.VendRole, sid, () => Statement);
    expect(judge(mended)).toEqual([]);
    expect(found[0]?.mend).toContain(`Put in place of ${sid} in ${FILE}:\n`);
  });

  it('finds that a list of all actions of today would not deny those to come', () => {
    const given = grantedActions(roles.VendRole);
    const all = [...actions.values()].map(({ name }) => name).filter((name) => !given.includes(name));
    const today = all.map((name) => (/^(s3|dynamodb):/.test(name) ? name : name.replace(/:.*/, ':*')));
    const open = changed(roles.VendRole, 'NothingButTheseActions', ({ NotAction: _, ...statement }) => [
      { ...statement, Action: [...new Set(today)] },
    ]);
    expect(judge(open)).toMatchObject([
      {
        what: "do not deny actions that are still to come, which nothing gives: a resource's own policy could allow it",
        mend: expect.stringContaining('- Sid: NothingButTheseActions'),
      },
    ]);
  });

  it('says exactly what to add for a queue in another Region', () => {
    const also = naming({ orders: { name: 'orders', region: 'us-east-1' } });
    const declaration = {
      ...sampleGrants,
      resources: { ...sampleGrants.resources, orders: { kind: 'sqs' } },
      grants: [...sampleGrants.grants, { name: 'order', to: 'everyone', resource: 'orders', access: ['SEND'] }],
    };
    const allowing = changed(roles.VendRole, 'NothingButTheseActions', without('NotAction', 'sqs:SendMessage'));
    expect(missingDenials(also, allowing, grantsWith(declaration, also), actions)).toEqual([
      {
        where: 'the policies of scopevend-dev-VendRole',
        what: `do not deny sqs:SendMessage on arn:aws:sqs:xx-elsewhere-9:000000000000:orders, which nothing gives: a resource's own policy could allow it`,
        mend: `Add to the statements of the role's policy in ${FILE}:
- Sid: NothingElseOfSqs
  Effect: Deny
  Action: sqs:* # Whatever else is shared there, and however.
  NotResource:
    - !Sub arn:\${AWS::Partition}:sqs:us-east-1:\${AWS::AccountId}:orders
`,
      },
    ]);
  });

  it('takes nothing that is granted, too, for a stranger', () => {
    const also = naming({ orders: { name: 'orders' }, more: { name: 'ordersx' } });
    const declaration = {
      resources: { orders: { kind: 'sqs' }, more: { kind: 'sqs' } },
      grants: ['orders', 'more'].map((name) => ({ name, to: 'everyone', resource: name, access: ['SEND'] })),
    };
    const of = grantsWith(declaration, also);
    const bare = { ...roles.VendRole, policies: [] };
    const Statement = missingDenials(also, bare, of, actions).flatMap(({ mend }) => statementsIn(mend));
    expect(Statement).toHaveLength(2);
    const mended = { ...bare, policies: [{ Version: '2012-10-17' as const, Statement }] };
    expect(missingDenials(also, mended, of, actions)).toEqual([]);
  });
});
