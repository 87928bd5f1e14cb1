/** A plain sentence for refusals that AppSync words for its own developers, or that leave something to look up. */
import type { Refusal } from './failures.ts';
import { EXAMPLE_SCOPE } from './scopeOption.ts';

const ABOUT_DURATION = /^Variable 'durationSeconds' /;
const ABOUT_SCOPE = /^Variable '|^The variables input contains a field that is not defined/;

/** What to do about it; undefined for refusals that say so themselves. */
export const hintFor = ({ errorType, message }: Refusal): string | undefined => {
  if (errorType === 'ScopeTooLarge') return 'scopevend preview of the same scope lists the scopes to vend.';
  if (errorType !== null) return undefined;
  if (ABOUT_DURATION.test(message)) return 'The seconds are a whole number from 900 to 3600.';
  if (ABOUT_SCOPE.test(message)) {
    return `The scope does not fit ScopeInput in schema.graphql. A scope is, for example, ${EXAMPLE_SCOPE}.`;
  }
  return undefined;
};
