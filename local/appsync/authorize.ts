/** Whether a user pool's user may have a field: AppSync's authorization directives. */
import { getArgumentValues, isIntrospectionType } from 'graphql';
import type { ConstDirectiveNode, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { Identity } from './authenticate.ts';

const MODES = new Set(['aws_cognito_user_pools', 'aws_api_key', 'aws_iam', 'aws_oidc', 'aws_lambda', 'aws_auth']);
// @aws_auth counts as long as the user pool is the API's only mode, and a GraphqlApi has no other.
const USER_POOL_MODES = new Set(['aws_cognito_user_pools', 'aws_auth']);

/**
 * Makes the check of one field. A field's own directives hold; without any, those of its type; without those, the API's
 * default mode, which lets every user of the pool in. The directives of the field that led to a type do not count.
 *
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#using-additional-authorization-modes
 */
export const createAuthorizer = (
  schema: GraphQLSchema,
): ((type: GraphQLObjectType, field: string, identity: Identity) => boolean) => {
  const modesOf = (directives: readonly ConstDirectiveNode[] = []): ConstDirectiveNode[] =>
    directives.filter(({ name }) => MODES.has(name.value));
  const admits = (directive: ConstDirectiveNode, groups: readonly string[]): boolean => {
    if (!USER_POOL_MODES.has(directive.name.value)) return false;
    const definition = schema.getDirective(directive.name.value);
    const named: unknown = definition ? getArgumentValues(definition, directive)['cognito_groups'] : [];
    return (
      named === undefined ||
      named === null ||
      (Array.isArray(named) && named.some((group) => groups.includes(String(group))))
    );
  };
  return (type, field, identity) => {
    if (isIntrospectionType(type) || field.startsWith('__')) return true;
    const onField = modesOf(type.getFields()[field]?.astNode?.directives);
    const onType = [type.astNode, ...type.extensionASTNodes].flatMap((node) => modesOf(node?.directives));
    const directives = onField.length > 0 ? onField : onType;
    return directives.length === 0 || directives.some((directive) => admits(directive, identity.groups ?? []));
  };
};
