import { createRequire } from 'node:module';
import type { Statement } from '../../core/policy/document.ts';
import { deadAccess, vendRole } from './deadAccess.ts';
import { changed, deployed, grantsWith, sampleAnd, sampleGrants } from './fixture.ts';

const framework = createRequire(import.meta.url);
const yaml = createRequire(framework.resolve('serverless/package.json'))('js-yaml') as {
  readonly load: (text: string, options: unknown) => unknown;
};
const schema = framework('serverless/lib/utils/serverless-utils/cloudformation-schema') as unknown;

const role = vendRole(deployed);
const arns = {
  uploads: 'arn:aws:s3:::scopevend-dev-uploadsbucket',
  notes: 'arn:aws:dynamodb:us-east-1:000000000000:table/scopevend-dev-NotesTable',
};

/** The statements that a mend says to add, read as the framework and CloudFormation would read them. */
const statementsIn = (mend: string): readonly Statement[] => {
  const [, lines = ''] = /vendPolicy\.yml:\n(- Sid[^]*?)(?=^(?:Take|The) |$(?![^]))/m.exec(mend) ?? [];
  const written = lines.replaceAll(/\$\{self:custom\.(\w+)\.arn\}/g, (_, name: keyof typeof arns) => arns[name]);
  return deployed.resolve(yaml.load(written, { schema }), 'mend') as Statement[];
};

describe('deadAccess', () => {
  it('finds nothing in the sample', () => {
    expect(deadAccess(deployed, grantsWith(sampleGrants))).toEqual([]);
  });

  it.each([
    { sid: 'OwnObjects', grant: 'own-files', access: ['READ', 'WRITE', 'DELETE'], action: 's3:GetObject' },
    { sid: 'ListOwnObjects', grant: 'own-files', access: ['LIST'], action: 's3:ListBucket' },
    { sid: 'ListTenantsSharedObjects', grant: 'tenant-shared', access: ['LIST'], action: 's3:ListBucket' },
    { sid: 'OwnNotes', grant: 'own-notes', access: ['READ', 'WRITE'], action: 'dynamodb:GetItem' },
  ])('says that without $sid $access of $grant are dead, and what to add', ({ sid, grant, access, action }) => {
    const poor = changed(role, sid, () => []);
    const findings = deadAccess(deployed, grantsWith(sampleGrants), [poor]);
    expect(findings.map(({ where }) => where)).toEqual(
      access.map((value) => `grants.ts, ${value} of the grant "${grant}"`),
    );
    expect(findings[0]?.what).toContain(`does not allow ${action} on arn:aws:`);
    const mended = {
      ...poor,
      policies: [
        ...poor.policies,
        { Version: '2012-10-17' as const, Statement: findings.flatMap(({ mend }) => statementsIn(mend)) },
      ],
    };
    expect(deadAccess(deployed, grantsWith(sampleGrants), [mended])).toEqual([]);
  });

  it.each([
    {
      what: 'another folder',
      grant: { resource: 'uploads', prefix: 'docs/${claims.tenant}/', access: ['READ', 'LIST'] },
    },
    { what: 'one key', grant: { resource: 'uploads', key: "a b/it's: 50 #1", access: ['READ', 'WRITE'] } },
    { what: 'all of a bucket', grant: { resource: 'uploads', whole: true, access: ['READ', 'LIST'] } },
    {
      what: 'a key of two segments',
      grant: { resource: 'notes', leadingKey: 'TENANT#${claims.tenant}', access: ['READ', 'WRITE'] },
    },
    {
      what: 'some attributes',
      grant: { resource: 'notes', leadingKey: 'a', attributes: ['owner', 'id'], access: ['READ', 'WRITE'] },
    },
  ])('gives lines for $what that bind it to the tags and make it alive', ({ grant }) => {
    const grants = grantsWith(sampleAnd({ name: 'more', ...grant }));
    const findings = deadAccess(deployed, grants);
    expect(findings.length).toBeGreaterThan(0);
    const Statement = findings.flatMap(({ mend }) => statementsIn(mend));
    expect(JSON.stringify(Statement)).not.toContain('scopevend-claim');
    const mended = { ...role, policies: [...role.policies, { Version: '2012-10-17' as const, Statement }] };
    expect(deadAccess(deployed, grants, [mended])).toEqual([]);
  });

  it('says that a claim must become a session tag first', () => {
    const grants = grantsWith(
      sampleAnd({ name: 'team', resource: 'uploads', prefix: 'teams/${claims.team}/', access: ['READ'] }),
    );
    expect(deadAccess(deployed, grants)).toEqual([
      {
        where: 'grants.ts, READ of the grant "team"',
        what: `scopevend-dev-VendRole does not allow s3:GetObject on ${arns.uploads}/teams/\${claims.team}/: the credentials would be dead`,
        mend: `The claim team is no session tag. Add to sessionTags of grants.ts: team: '\${claims.team}', and name the tag vend:team under sessionTags of deploy/vended.yml, or your own/vended.yml.
Add to the statements of the Vend policy in deploy/vendPolicy.yml, or your own/vendPolicy.yml:
- Sid: TeamRead
  Effect: Allow
  Action: s3:GetObject
  Resource: !Sub \${self:custom.uploads.arn}/teams/\${!aws:PrincipalTag/vend:team}/*
`,
      },
    ]);
  });

  it('says of what else is denied that the denial must let it through', () => {
    const denied = changed(role, 'NothingButTheseActions', (statement) => [
      { ...statement, NotAction: [statement.NotAction ?? []].flat().filter((action) => action !== 's3:DeleteObject') },
    ]);
    const findings = deadAccess(deployed, grantsWith(sampleGrants), [denied]);
    expect(findings.map(({ where }) => where)).toEqual(
      ['own-files', 'tenant-editing'].map((name) => `grants.ts, DELETE of the grant "${name}"`),
    );
    expect(findings[0]?.mend).toBe(
      'Take it into NotAction of NothingButTheseActions in deploy/vendPolicy.yml, or your own/vendPolicy.yml:\n- s3:DeleteObject\n',
    );
  });

  it('says of a bucket that is denied how to write it', () => {
    const denied = changed(role, 'NothingButThisTable', (statement) => [
      { ...statement, NotResource: 'arn:aws:dynamodb:*:*:table/other' },
    ]);
    expect(deadAccess(deployed, grantsWith(sampleGrants), [denied])[0]?.mend).toBe(
      'Take it into NotResource of NothingButThisTable in deploy/vendPolicy.yml, or your own/vendPolicy.yml:\n- !Sub ${self:custom.notes.arn}\n',
    );
  });
});
