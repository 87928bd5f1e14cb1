/** Which words DynamoDB does not take as attribute names in expressions. */
import { validations } from './dynalite.ts';

/**
 * The backend holds the list of some 570 words, and tells by refusing one.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
 */
export const isReserved = (word: string): boolean =>
  validations.validateExpressions({ ProjectionExpression: word })?.includes('reserved keyword') === true;
