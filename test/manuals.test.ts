/** What the manuals for operators say of names, parameters, outputs, commands, limits and sums, held against what is deployed. */
import { buildSchema, parse, validate } from 'graphql';
import path from 'node:path';
import { errorCodes } from '../core/errors.ts';
import { parameterFindings } from '../deploy/check/parameters.ts';
import { entries } from '../local/checked.ts';
import { readConfiguration } from '../local/configuration.ts';
import { packagedOnce, type PackagedTemplate } from './packagedOnce.ts';
import { project } from './packageService.ts';
import { projectFiles, textOf } from './projectFiles.ts';

const manuals = ['docs/deploy.md', 'docs/operations.md', 'docs/threat-model.md'];
const withCommands = [...manuals, 'docs/upgrade.md', 'docs/vend-roles.md', 'docs/parameters.md'].map(textOf).join('\n');
const all = manuals.map(textOf).join('\n');
const found = (pattern: RegExp, text = all) => [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))];
/** The cells of the rows of every table below a heading. */
const rows = (file: string, heading: string) => {
  const [, section = ''] = new RegExp(`\\n## ${heading}\\n([^]*?)(?=\\n## |$)`).exec(textOf(file)) ?? [];
  return section.split('\n').flatMap((line) =>
    line.startsWith('| ')
      ? [
          line
            .split('|')
            .slice(1, -1)
            .map((cell) => cell.trim()),
        ]
      : [],
  );
};

let prod: PackagedTemplate;
let params: unknown;
beforeAll(async () => {
  [prod, { params }] = await Promise.all([packagedOnce('prod'), readConfiguration(project)]);
}, 120_000);
const ofType = (type: string) => Object.values(prod.resources).filter(({ Type }) => Type === type);

it('names outputs and resources that there are', () => {
  const outputs = found(/\$\(output (\w+)\)/g);
  expect(outputs.length).toBeGreaterThan(6);
  expect(outputs.filter((name) => !Object.hasOwn(prod.outputs, name))).toEqual([]);
  const resources = found(/\$\(physical (\w+)\)/g);
  expect(resources).toContain('VendRole');
  expect(resources.filter((name) => !Object.hasOwn(prod.resources, name))).toEqual([]);
});

it('cuts off every role that is vended from', () => {
  const loops = [...all.matchAll(/for id in ([\w ]+);/g)].map(([, ids = '']) => ids.split(' '));
  const roles = prod.resources['VendDenials']?.Properties['Roles'] as readonly { readonly Ref: string }[];
  expect(loops).toEqual([roles, roles].map((each) => each.map(({ Ref }) => Ref)));
});

it('asks a stack for resources that it has', () => {
  const asked = found(/--logical-resource-id (\w+)/g, withCommands);
  expect(asked).toEqual(expect.arrayContaining(['ServerlessDeploymentBucket', 'VendLambdaRole']));
  expect(asked.filter((name) => !Object.hasOwn(prod.resources, name))).toEqual([]);
});

it('sends no template along that CloudFormation would not take so', () => {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
  expect(JSON.stringify(prod.resources).length).toBeGreaterThan(51_200);
  expect(withCommands).not.toContain('--template-body');
});

it('finds secrets in a log wherever they stand in a line', () => {
  const [pattern = ''] = found(/--filter-pattern '(%[^']+)'/g);
  const secret = new RegExp(pattern.replaceAll('%', ''));
  for (const line of ['"jwt":"eyJhbGciOi"', 'token=IQoJb3JpZ2lu', '{"secretAccessKey":"x"}'])
    expect(line).toMatch(secret);
});

it('uses variables of the shell that it sets', () => {
  const used = found(/\$\{?([A-Z][A-Z_]+)\b/g);
  const set = found(/^\s*(?:export |read -rs )?([A-Z][A-Z_]+)(?:=|\b)/gm);
  // The trail is the account's own.
  expect(used.filter((name) => !set.includes(name))).toEqual(['TRAIL']);
});

it('names log groups that there are', () => {
  const groups = ofType('AWS::Logs::LogGroup').map(({ Properties }) => Properties['LogGroupName']);
  const named = found(/`(\/aws\/lambda\/[\w-]+)`/g);
  expect(named).toHaveLength(3);
  expect(named.filter((name) => !groups.includes(name))).toEqual([]);
});

/** The parameters that there are not; what they look like is another matter. */
const unknownOf = (given: Readonly<Record<string, string>>): readonly string[] =>
  parameterFindings('prod', params, given)
    .map(({ where }) => where)
    .filter((where) => where.startsWith('--param'));

it('gives parameters that there are, in commands and text', () => {
  expect(unknownOf({ nobodyKnows: '1' })).toEqual(['--param nobodyKnows']);

  const given = Object.fromEntries(found(/--param (\w+)=/g).map((name) => [name, '1']));
  expect(Object.keys(given).length).toBeGreaterThan(2);
  expect(unknownOf(given)).toEqual([]);
});

it('says what each parameter is on each stage', () => {
  const stages = new Map(
    entries(params, 'params').map(([name, values]) => [name, values as Readonly<Record<string, unknown>>]),
  );
  const onStage = (stage: string, name: string) =>
    JSON.stringify({ ...stages.get('default'), ...stages.get(stage) }[name] ?? '').replaceAll('"', '');
  const table = rows('docs/deploy.md', 'Deploy').slice(2);
  expect(table.length).toBeGreaterThan(8);
  for (const [cell = '', dev, forUsers] of table) {
    const name = cell.replaceAll('`', '');
    expect([name, dev, forUsers]).toEqual([name, onStage('dev', name), onStage('prod', name)]);
    expect(unknownOf({ [name]: '1' })).toEqual([]);
  }
});

it('deploys stages that there are, and calls the stack after one', () => {
  const stages = entries(params, 'params').map(([name]) => name);
  const named = [...found(/--stage (\w+)/g), ...found(/STACK=scopevend-(\w+)/g), ...found(/`scopevend-(\w+)`/g)];
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((stage) => !stages.includes(stage))).toEqual([]);
  expect(found(/npx serverless (\w+)/g).sort()).toEqual(['deploy', 'remove']);
});

it('gives the metrics that the alarms look at, and their names', () => {
  const metrics = rows('docs/operations.md', 'What is written')
    .slice(2)
    .map(([name]) => name?.replaceAll('`', ''));
  const watched = ofType('AWS::CloudWatch::Alarm').flatMap(({ Properties: { Namespace, MetricName } }) =>
    Namespace === 'Scopevend' ? [MetricName] : [],
  );
  expect(metrics).toEqual(['Vends', 'Refusals', 'StsLatency', 'PolicyCharacters', 'TokenUtilization']);
  expect(metrics).toEqual(expect.arrayContaining(watched));
});

it('names alarms that there are, wherever it names one', () => {
  const names = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) =>
    String(Properties['AlarmName']).replace('scopevend-prod-', ''),
  );
  const named = found(/alarm `([a-z-]+)`/g);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !names.includes(name))).toEqual([]);
});

it('adds up what it costs', () => {
  const number = (cell = '') => Number(/[\d.]+/.exec(cell)?.[0]);
  const table = rows('docs/deploy.md', 'What it costs').filter(([what]) => !/^(what|-+)$/.test(what ?? ''));
  let sum = 0;
  const sums: number[] = [];
  for (const [what = '', price, amount, cost] of table) {
    if (what.includes('together')) {
      expect([what, number(cost)]).toEqual([what, Number(sum.toFixed(2))]);
      sums.push(sum);
      sum = 0;
    } else {
      expect([what, number(cost)]).toEqual([what, Number((number(price) * number(amount)).toFixed(2))]);
      sum += number(cost);
    }
  }
  expect(sums).toHaveLength(2);
  const amountOf = (what: string) => number(table.find(([name]) => name?.startsWith(what))?.[2]);
  expect(amountOf('CloudWatch, alarms')).toBe(ofType('AWS::CloudWatch::Alarm').length);
  expect(amountOf('WAF, rules')).toBe(
    (ofType('AWS::WAFv2::WebACL')[0]?.Properties['Rules'] as readonly unknown[]).length,
  );
  // Four without a code, and refusals by code.
  expect(amountOf('CloudWatch, metrics')).toBe(4 + errorCodes.length);
});

it('gives the limits of the template', () => {
  const [[, perDocument] = []] = rows('docs/deploy.md', 'Quotas').filter(([what]) => what === 'resolvers a document');
  expect(perDocument).toBe(
    `${String(ofType('AWS::AppSync::GraphQLApi')[0]?.Properties['ResolverCountLimit'])}, by this template`,
  );
  expect(textOf('docs/deploy.md')).toContain(
    `${String(prod.resources['VendLambdaFunction']?.Properties['MemorySize'])} MB`,
  );
});

it('runs GraphQL that the schema takes', () => {
  const schema = buildSchema(`${textOf('appsync.graphql')}\n${textOf('schema.graphql')}`);
  const blocks = found(/```graphql\n([^]*?)```/g);
  const inJson = found(/(\{ ?"query": ?".*" ?\})/g).map(
    (json) => (JSON.parse(json) as { readonly query: string }).query,
  );
  expect([blocks.length, inJson.length]).toEqual([1, 3]);
  for (const document of [...blocks, ...inJson]) expect(validate(schema, parse(document))).toEqual([]);
});

it('links to headings that there are', () => {
  const anchors = (file: string) =>
    found(/^#+ (.+)$/gm, textOf(file)).map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
  const dead = manuals.flatMap((file) =>
    [...textOf(file).matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)].flatMap(([link, target = '', anchor = '']) => {
      const of = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
      return projectFiles.includes(of) && anchors(of).includes(anchor) ? [] : [`${file}: ${link}`];
    }),
  );
  expect(dead).toEqual([]);
});
