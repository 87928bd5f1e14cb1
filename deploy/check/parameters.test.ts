import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readConfiguration } from '../../local/configuration.ts';
import { project } from './fixture.ts';
import { parameterFindings } from './parameters.ts';

const params = {
  default: {
    xray: false,
    tokenMinutes: 15,
    requestsPerToken: 300,
    sessionTokenOverhead: '1200',
    webOrigins: ['*'],
    queryDepthLimit: 5,
    logRetentionDays: 90,
    tableDeletionProtection: true,
    deletionPolicy: 'Retain',
    vendConcurrency: 5,
    authFlows: ['ALLOW_USER_SRP_AUTH'],
  },
  dev: { introspection: true },
  prod: {},
};
const found = (options: Readonly<Record<string, string>>, stage = 'dev', all: unknown = params) =>
  parameterFindings(stage, all, options, 'eu-central-1').map(({ where }) => where);
const pool = { userPoolId: 'eu-central-1_AbCdEfGhI', userPoolClientId: 'abc123' };

describe('parameterFindings', () => {
  it.each([
    { what: 'none', options: {} },
    { what: 'a user pool with its client', options: pool },
    { what: 'a bucket', options: { uploadsBucket: 'my.bucket-1' } },
    { what: 'a table', options: { notesTable: 'My_Notes.v2' } },
    { what: 'one of the file', options: { xray: 'true', introspection: 'false' } },
    { what: 'numbers as the command line gives them', options: { tokenMinutes: '30', requestsPerToken: '10' } },
    { what: 'no vends at all', options: { vendConcurrency: '0' } },
    { what: 'an overhead that is not known yet', options: { sessionTokenOverhead: '' } },
  ])('takes $what', ({ options }) => {
    expect(found(options)).toEqual([]);
  });

  it.each([
    {
      what: 'a pool without its client',
      options: { userPoolId: pool.userPoolId },
      where: 'the parameter userPoolClientId',
    },
    { what: 'a client without its pool', options: { userPoolClientId: 'abc' }, where: 'the parameter userPoolId' },
    { what: 'a name that nobody knows', options: { userPoolID: 'x' }, where: '--param userPoolID' },
    {
      what: 'a pool of another Region',
      options: { ...pool, userPoolId: 'eu-west-1_A' },
      where: 'the parameter userPoolId',
    },
    {
      what: 'an ARN for a pool',
      options: { ...pool, userPoolId: 'arn:aws:cognito-idp:x:1:userpool/eu-central-1_A' },
      where: 'the parameter userPoolId',
    },
    { what: 'a path for a bucket', options: { uploadsBucket: '../own' }, where: 'the parameter uploadsBucket' },
    {
      what: 'the name of a file of ours for a bucket',
      options: { uploadsBucket: 'own' },
      where: 'the parameter uploadsBucket',
    },
    {
      what: 'the name of the other file for a table',
      options: { notesTable: 'existing' },
      where: 'the parameter notesTable',
    },
    {
      what: 'an ARN for a table',
      options: { notesTable: 'arn:aws:dynamodb:eu-central-1:1:table/t' },
      where: 'the parameter notesTable',
    },
    {
      what: 'a client id that would be a pattern in AppSync',
      options: { ...pool, userPoolClientId: 'a|.*' },
      where: 'the parameter userPoolClientId',
    },
    ...[
      ['tokenMinutes', '4'],
      ['tokenMinutes', '15.5'],
      ['introspection', 'yes'],
      ['xray', '1'],
      ['requestsPerToken', '9'],
      ['sessionTokenOverhead', 'much'],
      ['tableDeletionProtection', 'maybe'],
      ['deletionPolicy', 'Gone'],
      ['vendConcurrency', '-1'],
    ].map(([name = '', value = '']) => ({
      what: `${name} ${value}`,
      options: { [name]: value },
      where: `the parameter ${name}`,
    })),
  ])('refuses $what', ({ options, where }) => {
    expect(found(options)).toEqual([where]);
  });

  // The framework takes no text for them, however right it looks.
  it.each([
    'queryDepthLimit=6',
    'logRetentionDays=30',
    'webOrigins=https://a.example',
    'authFlows=ALLOW_USER_SRP_AUTH',
  ])('sends --param %s to the file', (option) => {
    const [name = '', value = ''] = option.split('=');
    const [refused, ...more] = parameterFindings('dev', params, { [name]: value });
    expect(more).toEqual([]);
    expect(refused).toMatchObject({ where: `the parameter ${name}`, mend: expect.stringContaining('serverless.yml') });
  });

  it.each([
    { queryDepthLimit: 0 },
    { webOrigins: [] },
    { webOrigins: ['https://a.example/path'] },
    { webOrigins: 'https://a.example' },
    { authFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] },
    { xray: { on: true } },
    { deletionProtection: true },
  ])('refuses %j in the file', (prod: Readonly<Record<string, unknown>>) => {
    expect(found({}, 'prod', { ...params, prod })).toEqual([`the parameter ${Object.keys(prod).join()}`]);
  });

  it('takes what is in this project’s file, and a team’s own parameters beside it', async () => {
    const { params: written } = (await readConfiguration(project)) as { readonly params: Record<string, object> };
    for (const stage of ['dev', 'prod'])
      expect(
        parameterFindings(stage, { ...written, [stage]: { ...written[stage], theirs: {}, vendConcurrency: null } }, {}),
      ).toEqual([]);
  });

  it('refuses a stage that the file does not have, also "default"', () => {
    expect([found({}, 'test'), found({}, 'default'), found({}, 'prod')]).toEqual([
      ['--stage test'],
      ['--stage default'],
      [],
    ]);
  });

  it('checks what stands in the file, too', () => {
    const written = { ...params, prod: { userPoolId: pool.userPoolId } };
    expect(found({}, 'prod', written)).toEqual(['the parameter userPoolClientId']);
    expect(found({}, 'dev', written)).toEqual([]);
  });
});

it('are all explained in docs/parameters.md, and no others', async () => {
  const { params: written } = await readConfiguration(project);
  const [unknown] = parameterFindings('dev', written, { nobodyKnows: '' });
  const known = /^Known are (.*?)\. /.exec(unknown?.mend ?? '')?.[1]?.split(', ') ?? [];
  const manual = readFileSync(path.join(project, 'docs/parameters.md'), 'utf8');
  const explained = [...manual.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(known.length).toBeGreaterThan(10);
  expect(explained.sort()).toEqual([...known].sort());
});
