/** Names that clients choose, and the few that JavaScript's objects already have. */
import { invalid } from './dynamodbError.ts';

const taken: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * The name itself. The store below keeps attributes in plain objects, where names such as `constructor` or `__proto__` would
 * find what is not an attribute: DynamoDB takes them, this machine does not.
 *
 * @throws DynamodbError
 */
export const foreignName = (name: string): string => {
  if (taken.has(name))
    throw invalid(`The local stack cannot hold an attribute of the name ${name}. Choose another name.`);
  return name;
};
