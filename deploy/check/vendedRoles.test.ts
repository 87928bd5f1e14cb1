import { roleNamed } from './deployed.ts';
import { changed, deployed, grantsWith, naming, sampleAnd, sampleGrants } from './fixture.ts';
import { namedGrants } from './namedGrants.ts';
import { judgeVendedRoles } from './vendedRoles.ts';

const grants = grantsWith(sampleGrants);
const withRole = (role: (typeof deployed.roles)[number]) => ({
  ...deployed,
  roles: deployed.roles.map((one) => (one.arn === role.arn ? role : one)),
});

describe('judgeVendedRoles', () => {
  it('finds nothing in the sample', () => {
    expect(judgeVendedRoles(deployed, grants)).toEqual([]);
  });

  // A team that writes a Vend policy of its own need not have it.
  it.each(['VendRole', 'ReportingRole'])('finds nothing in %s without NothingButTheseActions', (name) => {
    const own = changed(roleNamed(deployed, name), 'NothingButTheseActions', () => []);
    expect(own.policies).not.toEqual(roleNamed(deployed, name).policies);
    expect(judgeVendedRoles(withRole(own), grants)).toEqual([]);
  });

  // Each alone: what one denies, NothingButTheseActions may deny, too, but for what it must let through.
  it.each([
    { role: 'VendRole', sid: 'NoCannedAcl', what: 'do not deny a canned ACL' },
    ...['FullControl', 'Read', 'Write', 'ReadAcp', 'WriteAcp'].map((right) => ({
      role: 'VendRole',
      sid: `NoGrantOf${right}`,
      what: `do not deny an ACL by x-amz-grant-${right.replace(/\B[A-Z]/, '-$&').toLowerCase()}`,
    })),
    { role: 'VendRole', sid: 'NoCustomerProvidedKey', what: 'do not deny a key of the customer' },
    { role: 'VendRole', sid: 'NoWebsiteRedirect', what: 'do not deny a website redirect' },
    { role: 'VendRole', sid: 'NoPlainHttp', what: 'do not deny plain HTTP' },
    { role: 'ReportingRole', sid: 'NoPlainHttp', what: 'do not deny plain HTTP' },
  ])('finds that $role without $sid lets a resource’s own policy allow it', ({ role, sid, what }) => {
    const open = changed(roleNamed(deployed, role), sid, () => []);
    expect(judgeVendedRoles(withRole(open), grants)).toMatchObject([
      {
        where: `the policies of scopevend-dev-${role}`,
        what: `${what}, so that a resource's own policy could allow it`,
      },
    ]);
  });

  it.each(['vend:sub', 'vend:tenant'])(
    'finds that a tag %s of the role itself could stand in for the session’s',
    (tag) => {
      const role = roleNamed(deployed, 'VendRole');
      const trustPolicy = JSON.parse(
        JSON.stringify(role.trustPolicy).replace(`"iam:ResourceTag/${tag}":"true"`, '"iam:ResourceTag/other":"true"'),
      ) as typeof role.trustPolicy;
      expect(judgeVendedRoles(withRole({ ...role, trustPolicy }), grants)).toMatchObject([
        { where: 'the trust policy of scopevend-dev-VendRole', what: expect.stringContaining(`has a tag ${tag}`) },
      ]);
    },
  );

  it('finds a session tag that the trust policy does not take', () => {
    const more = grantsWith({ ...sampleGrants, sessionTags: { ...sampleGrants.sessionTags, team: '${claims.team}' } });
    expect(judgeVendedRoles(deployed, more).map(({ where, what }) => `${where} ${what}`)).toEqual(
      ['VendRole', 'ReportingRole'].map(
        (role) =>
          `the trust policy of scopevend-dev-${role} does not let the vending function assume it with a source identity and the session tags vend:sub, vend:tenant, vend:team, v0, v1d`,
      ),
    );
  });
});

describe('namedGrants', () => {
  it.each([
    {
      where: 'RESOURCES.archive',
      declaration: { ...sampleGrants, resources: { ...sampleGrants.resources, archive: { kind: 's3' } } },
    },
    {
      where: 'grants[5].resource',
      declaration: sampleAnd({ name: 'x', resource: 'archive', whole: true, access: ['READ'] }),
    },
    {
      where: 'grants[5].prefix',
      declaration: sampleAnd({ name: 'x', resource: 'uploads', prefix: 'a', access: ['READ'] }),
    },
    { where: 'grants.ts', declaration: null },
  ])('says that $where is wrong, and how to mend it', ({ where, declaration }) => {
    const read = namedGrants(deployed, declaration);
    expect(read).toMatchObject({ findings: [{ where, mend: expect.stringMatching(/\.$|\}$/) }] });
  });

  it('tells how to say where a key is that is spelt out', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d';
    const archive = { name: 'their-archive', kmsKeyArn };
    const declaration = { ...sampleGrants, resources: { ...sampleGrants.resources, archive: { kind: 's3' } } };
    expect(namedGrants(naming({ archive }), declaration)).toMatchObject({
      findings: [{ where: 'RESOURCES.archive.kmsKeyArn', mend: expect.stringContaining('"region": "…"') }],
    });
    expect(namedGrants(naming({ archive: { ...archive, region: 'eu-central-1' } }), declaration)).toHaveProperty(
      'grants',
    );
  });
});
