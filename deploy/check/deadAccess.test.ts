import { deadAccess, vendRole } from './deadAccess.ts';
import { changed, deployed, grantsWith, naming, sampleAnd, sampleGrants, statementsIn } from './fixture.ts';

const role = vendRole(deployed);
const KEY = `arn:aws:kms:${deployed.place.region}:111122223333:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d`;
const uploads = 'arn:aws:s3:::scopevend-dev-uploadsbucket';

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
        what: `scopevend-dev-VendRole does not allow s3:GetObject on ${uploads}/teams/\${claims.team}/: the credentials would be dead`,
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

  it('says what a bucket of one’s own needs: lines that allow it, and what to take out of the denials, each once', () => {
    const also = naming({ archive: { name: 'their-archive', kmsKeyArn: KEY } });
    const declaration = {
      ...sampleGrants,
      resources: { ...sampleGrants.resources, archive: { kind: 's3' } },
      grants: [
        ...sampleGrants.grants,
        { name: 'archive', to: 'everyone', resource: 'archive', prefix: '${claims.tenant}/', access: ['READ', 'LIST'] },
      ],
    };
    const [read, list] = deadAccess(also, grantsWith(declaration, also)).map(({ mend }) => mend);
    const into = (element: string, sid: string) =>
      `Take it into ${element} of ${sid} in deploy/vendPolicy.yml, or your own/vendPolicy.yml:\n`;
    const archive = 'arn:${AWS::Partition}:s3:::their-archive';
    const objects = `!Sub ${archive}/\${!aws:PrincipalTag/vend:tenant}/*`;
    expect(read).toContain(
      `${into('NotResource', 'NothingButThisBucket')}- ${objects}\n${into('NotAction', 'NothingButTheseActions')}- kms:Decrypt\n`,
    );
    expect(list?.endsWith(`${into('NotResource', 'NothingButThisBucket')}- !Sub ${archive}\n`)).toBe(true);
    // What is in the place of the deployment is so wherever that comes to be; the key's account is spelt out.
    expect(statementsIn(read ?? '')).toHaveLength(2);
    expect(read).toContain('Resource: !Sub arn:${AWS::Partition}:kms:${AWS::Region}:111122223333:key/');
    expect(read).toContain('kms:ViaService: !Sub s3.${AWS::Region}.${AWS::URLSuffix}');
    expect(read).toContain(`kms:EncryptionContext:aws:s3:arn: ${objects}`);
  });

  it('gives lines for a service without resources that hold in whatever Region', () => {
    const also = naming({ voice: {}, faraway: { region: 'us-east-1' } });
    const declaration = {
      resources: { voice: { kind: 'polly' }, faraway: { kind: 'polly' } },
      grants: ['voice', 'faraway'].map((name) => ({
        name,
        to: 'everyone',
        resource: name,
        whole: true,
        access: ['SPEAK'],
      })),
    };
    const [here, there] = deadAccess(also, grantsWith(declaration, also)).map(({ mend }) => mend);
    expect(here).toContain('aws:RequestedRegion: !Sub ${AWS::Region}\n');
    expect(there).toContain("aws:RequestedRegion: 'us-east-1'\n");
  });
});
