/** What of a schema AppSync does not take: https://docs.aws.amazon.com/appsync/latest/devguide/designing-your-schema.html */
import { Kind, parse, visit } from 'graphql';

const UNKNOWN_KINDS: ReadonlySet<string> = new Set([
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.DIRECTIVE_DEFINITION,
  Kind.SCHEMA_EXTENSION,
  Kind.SCALAR_TYPE_EXTENSION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_EXTENSION,
  Kind.UNION_TYPE_EXTENSION,
  Kind.ENUM_TYPE_EXTENSION,
  Kind.INPUT_OBJECT_TYPE_EXTENSION,
]);

const KNOWN_DIRECTIVES = new Set([
  'deprecated',
  'aws_auth',
  'aws_api_key',
  'aws_iam',
  'aws_oidc',
  'aws_cognito_user_pools',
  'aws_lambda',
  'aws_subscribe',
  'aws_publish',
]);

/** Each fault in a few words; none for a schema that AppSync takes as far as is known here. */
export const appsyncFaults = (schema: string): readonly string[] => {
  const document = parse(schema);
  const faults: string[] = [];
  for (const definition of document.definitions) {
    const name = 'name' in definition ? definition.name.value : '';
    if (UNKNOWN_KINDS.has(definition.kind)) faults.push(`${definition.kind} ${name}`.trim());
    // Names of AppSync's own scalars and of introspection.
    else if (/^(AWS|__)/.test(name)) faults.push(name);
    if (definition.kind === Kind.SCHEMA_DEFINITION && definition.description) faults.push('description of schema');
  }
  visit(document, {
    Directive: ({ name }) => {
      if (!KNOWN_DIRECTIVES.has(name.value)) faults.push(`@${name.value}`);
    },
  });
  return faults;
};
