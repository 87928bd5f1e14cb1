/** What every service's file has to keep, whatever the service: it is in the schema, and its data is whole. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildSchema,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import type { Permission } from './defineScope.ts';
import { samples } from '../../test/scopes/samples.ts';
import { wholeOf } from '../explain/shownParts.ts';
import type { Resource } from '../resources.ts';
import { type ServiceName, scopes, serviceNamed, services } from './index.ts';

const project = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(project, file), 'utf8');
const schema = buildSchema(read('appsync.graphql') + read('schema.graphql'));

const inputType = (name: string): GraphQLInputObjectType => {
  const type = schema.getType(name);
  if (!isInputObjectType(type)) throw new Error(`The schema has no input ${name}`);
  return type;
};
const objectType = (name: string): GraphQLObjectType => {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`The schema has no type ${name}`);
  return type;
};
const enumType = (name: string): GraphQLEnumType => {
  const type = schema.getType(name);
  if (!isEnumType(type)) throw new Error(`The schema has no enum ${name}`);
  return type;
};
const typesOf = (type: GraphQLInputObjectType | GraphQLObjectType): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.values<{ name: string; type: unknown }>(type.getFields()).map((field) => [field.name, String(field.type)]),
  );

it('the scope input has a field for each service, and role', () => {
  expect(Object.keys(typesOf(inputType('ScopeInput'))).sort()).toEqual([...Object.keys(scopes), 'role'].sort());
});

it.each(['constructor', '__proto__', 'toString', 'role', ''])('no service is called %j', (name) => {
  expect(serviceNamed(name)).toBeUndefined();
});

describe.each(services.map((service) => [service.name, service] as const))('%s', (name, service) => {
  const input = typesOf(inputType('ScopeInput'))[name] ?? '';
  const type = input.replace(/^\[(\w+)Input!\]$/, '$1');
  const parts = Object.fromEntries(
    service.part.fields.map((field) => [field, expect.stringMatching(/^(String|\[String!\])$/) as string]),
  );
  const values = Object.keys(service.access);

  it('is registered under its own name', () => {
    expect(serviceNamed(name)).toBe(service);
  });

  it('has an input of the resource, the fields of a part, and the access', () => {
    expect(typesOf(inputType(`${type}Input`))).toEqual({
      resource: 'String!',
      ...parts,
      access: expect.stringMatching(/^\[\w+Access!\]!$/) as string,
    });
  });

  it('has an answer with the real name and the Region, alike in scopes and grants', () => {
    expect(typesOf(objectType(type))).toMatchObject({
      resource: 'String!',
      ...(service.realName !== null && { [service.realName]: 'String!' }),
      region: 'String!',
      ...parts,
    });
    expect([typesOf(objectType('Scope'))[name], typesOf(objectType('Grant'))[name]]).toEqual([`[${type}!]!`, type]);
  });

  it('has its access values in the schema, in the same order', () => {
    const access = typesOf(inputType(`${type}Input`))['access']?.replace(/\W/g, '') ?? '';
    expect(
      enumType(access)
        .getValues()
        .map((value) => value.name),
    ).toEqual(values);
  });

  it('has no field of a part that is called like one of every ask, answer or grant', () => {
    const { fields, grantFields } = service.part;
    const taken = ['resource', 'region', 'access', service.realName, 'name', 'to', 'role', 'maxDurationSeconds'];
    expect([...fields, ...grantFields].filter((field) => taken.includes(field))).toEqual([]);
  });

  it('fills in an answer what an ask of it has', () => {
    const { shape } = service.part.template({ whole: true }, 'grant');
    expect(Object.keys(service.part.show(shape)).sort()).toEqual([...service.part.fields].sort());
    expect(Object.keys(service.part.ask(shape)).every((field) => service.part.fields.includes(field))).toBe(true);
  });

  it('gives an ask for nothing in particular all of a grant, and covers itself', () => {
    const { shape } = service.part.template({ whole: true }, 'grant');
    const [asked = shape] = service.part.read({}, 'scope') ?? [];
    expect(service.part.within(shape, asked)).toEqual(shape);
    expect(service.part.within(shape, shape)).toEqual(shape);
    expect([service.part.text(asked), service.part.text(shape)]).toEqual(['', '']);
  });

  it('says of no part that another one states it, where a request can name both at once', () => {
    const { resource, ask } = samples[name as ServiceName];
    const on: Resource = {
      alias: 'a',
      kind: name,
      region: 'r',
      account: '1',
      partition: 'aws',
      vendRoleArn: '',
      name: '',
      ...resource,
    };
    const fields = Object.fromEntries(service.part.fields.map((field) => [field, 'acme']));
    const parts = [ask, fields, { ...ask, ...fields }].flatMap((given) => {
      try {
        return service.part.read(given, 'scope') ?? [];
      } catch {
        return [];
      }
    });
    const permissions = parts.flatMap((part) =>
      Object.values(service.access).flatMap((access) =>
        access(on, service.part.within(wholeOf(service), part) ?? part, () => true),
      ),
    );
    const isTogether = ({ anyOf }: Permission) => anyOf?.operator === 'ForAllValues:StringEquals';
    expect(permissions.some(isTogether) && service.part.covers !== undefined).toBe(false);
  });

  it.each(values)('says in the schema which actions %s means', (value) => {
    const access = typesOf(inputType(`${type}Input`))['access']?.replace(/\W/g, '') ?? '';
    const description = enumType(access).getValue(value)?.description ?? '';
    const template = service.part.template({ whole: true }, 'grant');
    const resource = {
      alias: 'a',
      kind: name,
      name: 'bucket',
      partition: 'aws-cn',
      region: 'cn-north-1',
      account: '123456789012',
      vendRoleArn: '',
    };
    const permissions = service.access[value]?.(resource, template.shape, () => true) ?? [];
    const actions = permissions.flatMap((permission) => permission.actions);
    expect(actions.filter((action) => !description.includes(action))).toEqual([]);
    expect(actions.length > 0 && actions.every((action) => /^[a-z0-9-]+:[A-Za-z]+$/.test(action))).toBe(true);
    const isPlaced = ({ resource: on, conditions }: Permission) =>
      on === '*'
        ? conditions?.['StringEquals']?.['aws:RequestedRegion'] === 'cn-north-1'
        : on.startsWith('arn:aws-cn:');
    expect(permissions.every(isPlaced)).toBe(true);
  });
});
