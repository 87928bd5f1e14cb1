/** docs/grants.md, as a team would follow it: what it says to write is what the checks ask for. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Statement } from '../../core/policy/document.ts';
import type { Role } from '../../local/service.ts';
import { awsActions } from './awsActions.ts';
import { deadAccess, vendRole } from './deadAccess.ts';
import { changed, deployed, grantsWith, naming, project, readLines, sampleGrants } from './fixture.ts';
import { missingDenials } from './missingDenials.ts';
import { unexplained } from './reasons.ts';
import { widerAccess } from './widerAccess.ts';

const actions = await awsActions();
const manual = readFileSync(path.join(project, 'docs/grants.md'), 'utf8');

/** The blocks of a language in which a text occurs, as they are written. */
const blocks = (language: string, text: string): string => {
  const all = [...manual.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([^]*?)^ *\`\`\``, 'gm'))];
  const found = all.map(([, indent = '', block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
  return found.filter((block) => block.includes(text)).join('');
};

const role = vendRole(deployed);
const and = (lines: string): Role => {
  const Statement = readLines(lines) as readonly Statement[];
  const allowed = Statement.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? [Action ?? []].flat() : []));
  const listing = changed(role, 'NothingButTheseActions', (one) => [
    { ...one, NotAction: [one.NotAction ?? [], allowed].flat() },
  ]);
  return { ...listing, policies: [...listing.policies, { Version: '2012-10-17', Statement }] };
};

const findings = (also: typeof deployed, of: Role, declaration: unknown) => {
  const grants = grantsWith(declaration, also);
  return [
    ...deadAccess(also, grants, [of]),
    ...widerAccess(of, grants, actions),
    ...missingDenials(also, of, grants, actions),
  ];
};

it('has a bucket with a key, and the lines that go with it', () => {
  const here = (text: string) => text.replaceAll('uploads-bucket', 'scopevend-dev-uploadsbucket');
  const said = deployed.resolve({ 'Fn::Sub': here(blocks('json', 'kmsKeyArn')) }, 'json') as string;
  const lines = here(blocks('yaml', 'NothingElseOfKms'));
  const also = naming(JSON.parse(said) as Readonly<Record<string, unknown>>);
  expect(findings(also, and(lines), sampleGrants)).toEqual([]);
  expect(unexplained('the manual', lines)).toEqual([]);
  // Each statement is needed.
  expect(findings(also, role, sampleGrants).length).toBeGreaterThan(0);
  expect(
    findings(
      also,
      changed(and(lines), 'NothingElseOfKms', () => []),
      sampleGrants,
    ),
  ).toMatchObject([{ what: expect.stringContaining('do not deny kms:') }]);
}, 60_000);

it('has a log group, step by step', () => {
  const declaration = {
    ...sampleGrants,
    resources: { ...sampleGrants.resources, weblog: { kind: 'logs' } },
    grants: [
      ...sampleGrants.grants,
      { name: 'own-log', to: 'everyone', resource: 'weblog', streamPrefix: 'users/${sub}/', access: ['WRITE'] },
    ],
  };
  expect(blocks('ts', 'weblog')).toContain("resource: 'weblog', streamPrefix: 'users/${sub}/', access: ['WRITE']");
  expect(manual).toContain('`"weblog": {"name": "/app/web"}`');
  const also = naming({ weblog: { name: '/app/web' } });
  const lines = blocks('yaml', 'log-group:/app/web');
  expect(findings(also, and(lines), declaration)).toEqual([]);
  expect(unexplained('the manual', lines)).toEqual([]);
  expect(
    findings(
      also,
      changed(and(lines), 'NothingButThisLogGroup', () => []),
      declaration,
    ),
  ).toMatchObject([{ what: expect.stringContaining('do not deny logs:') }]);
}, 60_000);
