/** schema.graphql as a contract: described to the last field, closed to those not signed in, and asked for in full by clients. */
import {
  validate,
  buildSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { projectFiles, textOf } from './projectFiles.ts';

/** Anything of a schema that has a description. */
interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** The part of a definition that carries directives. */
interface Directed {
  readonly directives?: readonly { readonly name: { readonly value: string } }[];
}

const schema = buildSchema(textOf('appsync.graphql') + textOf('schema.graphql'));
const roots = ['Query', 'Mutation'];
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const objects = types.filter(isObjectType);
const documents = projectFiles.filter((file) => /^client\/operations\/.*\.graphql$/.test(file));

it('describes every type, field, argument and value', () => {
  const described: Described[] = [
    ...types,
    ...objects.flatMap((type): Described[] => Object.values(type.getFields())),
    ...objects.flatMap((type) => Object.values(type.getFields()).flatMap(({ args }): readonly Described[] => args)),
    ...types.filter(isInputObjectType).flatMap((type): Described[] => Object.values(type.getFields())),
    ...types.filter(isEnumType).flatMap((type): readonly Described[] => type.getValues()),
  ];
  expect(described.filter(({ description }) => !description?.trim()).map(({ name }) => name)).toEqual([]);
});

it('lets nobody in but users of the pool, by type and by field of Query and Mutation', () => {
  const placesOfDirectives = objects.flatMap<{ name: string; astNode?: Directed | null | undefined }>((type) =>
    roots.includes(type.name) ? Object.values(type.getFields()) : type,
  );
  const open = placesOfDirectives.filter(
    ({ astNode }) => astNode?.directives?.map(({ name }) => name.value).join() !== 'aws_cognito_user_pools',
  );
  expect(open.map(({ name }) => name)).toEqual([]);
});

it('has no field called id: clients would cache the secret by it', () => {
  expect(objects.filter((type) => Object.hasOwn(type.getFields(), 'id'))).toEqual([]);
});

it('has a document for every field of Query and Mutation', () => {
  const fields = objects.filter(({ name }) => roots.includes(name)).flatMap((type) => Object.keys(type.getFields()));
  expect(documents).toEqual(expect.arrayContaining(fields.map((field) => `client/operations/${field}.graphql`)));
});

it.each(documents)('%s is valid, takes every argument and selects every field', (file) => {
  const document = parse(textOf(file));
  expect(validate(schema, document)).toEqual([]);

  const left: string[] = [];
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field(node) {
        const given = node.arguments?.map(({ name }) => name.value) ?? [];
        for (const { name } of typeInfo.getFieldDef()?.args ?? []) if (!given.includes(name)) left.push(name);
      },
      SelectionSet(node) {
        const type = typeInfo.getParentType();
        if (!isObjectType(type) || roots.includes(type.name)) return;
        const selected = node.selections.map((one) => (one.kind === Kind.FIELD ? one.name.value : one.kind));
        for (const name of Object.keys(type.getFields()))
          if (!selected.includes(name)) left.push(`${type.name}.${name}`);
      },
    }),
  );
  expect(left).toEqual([]);
});
