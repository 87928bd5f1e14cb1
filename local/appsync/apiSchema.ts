/** The schema of an API: the deployed files together with what AppSync itself declares. */
import { readFileSync } from 'node:fs';
import { buildASTSchema, concatAST, isScalarType, Kind, parse, visit } from 'graphql';
import type { DocumentNode, GraphQLSchema, NameNode } from 'graphql';
import { equipScalar } from './scalars.ts';

/** Bytes. https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MAX_SCHEMA_BYTES = 1024 * 1024;

// appsync.graphql is for editors and codegen too: one text says what AppSync declares.
const ownDocument = parse(readFileSync(new URL('../../appsync.graphql', import.meta.url), 'utf8'), {
  noLocation: true,
});
const ownDirectives = new Set(
  ownDocument.definitions.flatMap((node) => (node.kind === Kind.DIRECTIVE_DEFINITION ? [node.name.value] : [])),
);

const refusal = (what: string): Error => new Error(`AppSync would refuse this schema: ${what}`);

/** Refuses what graphql-js takes and AppSync does not. */
const checkSyntax = (document: DocumentNode): void => {
  const checkTypeName = ({ name }: { readonly name: NameNode }): void => {
    if (name.value.startsWith('AWS')) throw refusal(`the type name ${name.value} begins with AWS. Rename it.`);
  };
  visit(document, {
    Directive({ name: { value } }) {
      if (value === 'deprecated' || ownDirectives.has(value)) return;
      throw refusal(`it uses the directive @${value}, which AppSync does not have. Check the rule in code instead.`);
    },
    DirectiveDefinition: ({ name }) => {
      throw refusal(`it declares the directive @${name.value}; AppSync takes no custom directives.`);
    },
    ScalarTypeDefinition: ({ name }) => {
      throw refusal(
        `it declares the scalar ${name.value}; AppSync takes no custom scalars. Use one of its own, such as AWSJSON.`,
      );
    },
    ObjectTypeDefinition: checkTypeName,
    InterfaceTypeDefinition: checkTypeName,
    UnionTypeDefinition: checkTypeName,
    EnumTypeDefinition: checkTypeName,
    InputObjectTypeDefinition: checkTypeName,
  });
};

/**
 * Builds the schema of the deployed files.
 *
 * @throws an error that names what AppSync would refuse: `@oneOf`, custom directives and scalars, type names that begin with
 * AWS, no Query type, more than 1 MB, or anything that GraphQL itself does not take
 */
export const buildApiSchema = (text: string): GraphQLSchema => {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_SCHEMA_BYTES)
    throw refusal(`it has ${String(bytes)} bytes; the limit is ${String(MAX_SCHEMA_BYTES)}.`);
  const document = parse(text);
  checkSyntax(document);
  const schema = buildASTSchema(concatAST([ownDocument, document]));
  if (!schema.getQueryType()) throw refusal('it has no Query type. Declare one, with at least one field.');
  if (schema.getSubscriptionType()) {
    throw new Error('The local endpoint does not serve subscriptions: take the Subscription type out of the schema.');
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (isScalarType(type) && type.name.startsWith('AWS')) equipScalar(type);
  }
  return schema;
};
