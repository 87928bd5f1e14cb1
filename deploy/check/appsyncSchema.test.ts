import { appsyncFaults } from './appsyncSchema.ts';

describe('appsyncFaults', () => {
  it.each([
    { what: 'a custom scalar', schema: 'scalar Money', fault: 'ScalarTypeDefinition Money' },
    { what: 'a custom directive', schema: 'directive @a on FIELD_DEFINITION', fault: 'DirectiveDefinition a' },
    { what: '@oneOf', schema: 'input A @oneOf { a: Int }', fault: '@oneOf' },
    { what: 'a name of AppSync’s', schema: 'type AWSThing { a: Int }', fault: 'AWSThing' },
    { what: 'a type of introspection', schema: 'type __Thing { a: Int }', fault: '__Thing' },
    { what: 'an extension', schema: 'extend type Query { b: Int }', fault: 'ObjectTypeExtension Query' },
    {
      what: 'a description of the schema’s own',
      schema: '"x" schema { query: Query }',
      fault: 'description of schema',
    },
  ])('finds $what', ({ schema, fault }) => {
    expect(appsyncFaults(`type Query { a: Int }\n${schema}`)).toEqual([fault]);
  });
});
