/** Answers as JSON shows them: a service of which an answer has nothing is left out, or the one that it has is lost among them all. */
import type { VendCredentialsMutation } from '../operations.ts';
import type { Grants } from './graphql.ts';

type Scope = VendCredentialsMutation['vendCredentials']['scope'];

/** Without what is null or an empty list. */
const given = <Fields extends object>(fields: Fields): Partial<Fields> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  ) as Partial<Fields>;

/** An answer about a scope: only what the scope holds stands in it. */
export const withGivenScope = <Answer extends { readonly scope: Scope }>(
  answer: Answer,
): Omit<Answer, 'scope'> & { readonly scope: Partial<Scope> } => ({ ...answer, scope: given(answer.scope) });

/** A grant: only its own service, or its role, stands in it. */
export const withGivenService = ({
  name,
  conditions,
  maxDurationSeconds,
  unusable,
  ...services
}: Grants[number]): Partial<Grants[number]> => ({
  name,
  ...given(services),
  conditions,
  maxDurationSeconds,
  unusable,
});
