/** Writes docs/scopes.md from the services, the schema and the samples: `npm run docs:scopes`. A test holds it to them. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, type GraphQLInputObjectType, isEnumType, isInputObjectType } from 'graphql';
import { format, resolveConfig } from 'prettier';
import { resourcesOf } from '../../core/readResources.ts';
import { type ServiceName, services } from '../../core/scopes/index.ts';
import type { ScopeDefinition } from '../../core/scopes/defineScope.ts';
import { deployment } from '../fixtures.ts';
import { samples } from './samples.ts';

const project = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(project, file), 'utf8');
const schema = buildSchema(read('appsync.graphql') + read('schema.graphql'));
export const file = path.join(project, 'docs/scopes.md');

const PREFACE = `# Scopes, service by service

What a client can ask for of each AWS service, what it means in IAM's words, and what a team writes for it. This page is generated
from \`core/scopes/\`, \`schema.graphql\` and the samples that the tests judge; \`npm run docs:scopes\` writes it.

In every service \`resource\` is an alias of \`grants.ts\`; \`RESOURCES\` in \`own/vended.yml\`, a copy of \`deploy/vended.yml\`, says what it is called. \`grants.ts\` and
\`serverless.yml\` come with S3 and DynamoDB only. For another service: declare a resource of its kind and a grant on it in \`grants.ts\`, name
it in \`RESOURCES\`, and add the lines to the Vend policy: [docs/grants.md](grants.md#other-services) has the steps. \`npm run check:roles\`
says what is missing, in lines of YAML to copy that hold in every Region and account. The examples are for a caller with \`sub\` 5b2e1c5a-9c1f-4e55-8a26-3d0c6a1f2b7d and the claim \`tenant\` "acme".

On one machine only S3 and DynamoDB are there to be called; credentials for the others are vended all the same.
`;

const inputOf = (name: string): GraphQLInputObjectType => {
  const scope = schema.getType('ScopeInput');
  const type = isInputObjectType(scope) ? String(scope.getFields()[name]?.type).replace(/\W/g, '') : '';
  const input = schema.getType(type);
  if (!isInputObjectType(input)) throw new Error(`The schema has no input for ${name}`);
  return input;
};

const inCell = (text: string | null | undefined): string =>
  (text ?? '')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', String.raw`\|`);

/** With its paragraphs, without the line breaks inside them. */
const inParagraphs = (text: string | null | undefined): string =>
  (text ?? '')
    .trim()
    .split(/\n\s*\n/)
    .map(inCell)
    .join('\n\n');

const tableOf = (heading: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heading, heading.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const actionsOf = (service: ScopeDefinition, value: string): readonly string[] => {
  const alias = 'sample';
  const { resource: named } = samples[service.name as ServiceName];
  const resource = resourcesOf({ sample: { kind: service.name } }, { sample: named }, deployment).get(alias);
  if (resource === undefined) throw new Error(`There is no sample of ${service.name}`);
  const { shape } = service.part.template({ whole: true }, service.name);
  const permissions = service.access[value]?.(resource, shape, () => true) ?? [];
  return [...new Set(permissions.flatMap(({ actions }) => actions))];
};

const block = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\``;
const json = (value: unknown) => block('json', JSON.stringify(value, null, 2));

/** What the service's file opens with. */
const sentenceOf = ({ name }: ScopeDefinition): string => {
  const [, sentence = ''] = /^\/\*\*\s*(.*?)\s*\*\//s.exec(read(`core/scopes/${name}.ts`)) ?? [];
  return inCell(sentence.replaceAll('\n *', '\n'));
};

const contents = (): string =>
  services
    .map((service) => `- [\`${service.name}\`](#${service.name.toLowerCase()}): ${sentenceOf(service)}`)
    .join('\n');

const ofService = (service: ScopeDefinition): string => {
  const { name } = service;
  const { resource, grant, ask, policy, vendPolicy } = samples[name as ServiceName];
  const input = inputOf(name);
  const fields = Object.values(input.getFields());
  const access = schema.getType(String(input.getFields()['access']?.type).replace(/\W/g, ''));
  if (!isEnumType(access)) throw new Error(`The schema has no access values for ${name}`);
  const values = access.getValues();
  return [
    `## \`${name}\``,
    sentenceOf(service),
    inParagraphs(input.description),
    tableOf(
      ['field of an ask', 'type', ''],
      fields.map((field) => [`\`${field.name}\``, `\`${String(field.type)}\``, inCell(field.description)]),
    ),
    tableOf(
      ['access', 'actions', ''],
      values.map((value) => [
        value.name,
        actionsOf(service, value.name)
          .map((action) => `\`${action}\``)
          .join(' '),
        inCell(value.description),
      ]),
    ),
    service.realName === null
      ? 'AWS has no resource for it, so `RESOURCES` gives it no name.'
      : `Answers call the real name \`${service.realName}\`.`,
    'A grant in `grants.ts`:',
    block(
      'ts',
      `export default ${JSON.stringify({ resources: { sample: { kind: name } }, grants: [{ name: 'sample', to: 'everyone', resource: 'sample', ...grant }] })}`,
    ),
    '`RESOURCES` and the lines of the Vend policy:',
    json({ sample: resource }),
    json(vendPolicy),
    'A scope, and the statements of its session policy:',
    json({ [name]: [{ resource: 'sample', ...ask }] }),
    json(policy),
  ].join('\n\n');
};

/** The page, as it is to be. */
export const document = async (): Promise<string> =>
  format([PREFACE, contents(), ...services.map(ofService)].join('\n\n'), {
    ...(await resolveConfig(file)),
    filepath: file,
  });

if (process.argv[1] === import.meta.filename) writeFileSync(file, await document());
