/** What a scope on tables means, written plainly from the design a second time: by it the session policies are judged. */
export const READS = ['GetItem', 'BatchGetItem', 'Query', 'ConditionCheckItem', 'Scan'];
export const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

export type Access = 'READ' | 'WRITE';
export interface Part {
  readonly index: string | null;
  readonly key: string | null;
  readonly attributes: readonly string[] | null;
}
export interface TestAsk {
  readonly index?: string;
  readonly leadingKeys?: readonly string[];
  readonly attributes?: readonly string[];
  readonly access: readonly Access[];
}
export interface TestRequest {
  readonly action: string;
  readonly index: string | null;
  readonly keys: readonly string[];
  readonly attributes: readonly string[];
  readonly select: string;
  readonly returnValues: string | undefined;
}

const subset = (inner: readonly string[], outer: readonly string[]) => inner.every((one) => outer.includes(one));
export const isKey = (key: string) =>
  key !== '' && Buffer.byteLength(key) <= 2048 && !/[\u0000-\u001f\u007f-\u009f]|\p{Cs}/u.test(key);
export const valid = ({ index, leadingKeys, attributes, access }: TestAsk): boolean =>
  (index === undefined || (/^[\w.-]{3,255}$/.test(index) && !access.includes('WRITE'))) &&
  (leadingKeys === undefined || (leadingKeys.length > 0 && leadingKeys.every(isKey))) &&
  (attributes === undefined ||
    (attributes.length > 0 && attributes.every((name) => /^[A-Za-z_][\w-]{0,254}$/.test(name))));

export interface Given extends Part {
  readonly access: readonly Access[];
}
interface Means extends Part {
  readonly access: Access;
}

/** What the scope means: parts with one access each; undefined when something in it is not covered. */
export const meaning = (asks: readonly TestAsk[], given: readonly Given[]): readonly Means[] | undefined => {
  const means: Means[] = [];
  for (const { index = null, leadingKeys = [undefined], attributes, access } of asks) {
    for (const value of access) {
      for (const key of leadingKeys) {
        const giving = given.filter(
          (grant) =>
            grant.access.includes(value) &&
            grant.index === index &&
            (grant.key === null || key === undefined || grant.key === key) &&
            (grant.attributes === null || attributes === undefined || subset(attributes, grant.attributes)),
        );
        if (giving.length === 0) return undefined;
        for (const grant of giving)
          means.push({ access: value, index, key: key ?? grant.key, attributes: attributes ?? grant.attributes });
      }
    }
  }
  return means;
};

const sameAttributes = (a: Part, b: Part) =>
  a.attributes === null || b.attributes === null
    ? a.attributes === b.attributes
    : subset(a.attributes, b.attributes) && subset(b.attributes, a.attributes);

export const allows = (means: readonly Means[], request: TestRequest): boolean => {
  const { action, index, keys, attributes, select, returnValues } = request;
  const reading = READS.includes(action);
  const returning = returnValues !== undefined && returnValues !== 'NONE';
  const readable = (part: Means) =>
    means.some(
      (other) =>
        other.access === 'READ' &&
        other.index === part.index &&
        (other.key === null || other.key === part.key) &&
        (other.attributes === null || (part.attributes !== null && subset(part.attributes, other.attributes))),
    );
  const parts = means.filter(
    (part) =>
      part.access === (reading ? 'READ' : 'WRITE') && part.index === index && (reading || !returning || readable(part)),
  );
  // One request is allowed by parts that are alike, with every key of the request among them.
  return parts.some((first) => {
    const alike = parts.filter((part) => sameAttributes(part, first));
    const every = alike.some(({ key }) => key === null);
    const own = keys.length > 0 && keys.every((key) => alike.some((part) => part.key === key));
    if (action === 'Scan' ? !every : !every && !own) return false;
    if (index !== null && action !== 'Query' && action !== 'Scan') return false;
    if (first.attributes === null) return true;
    if (attributes.length === 0 || !subset(attributes, first.attributes)) return false;
    if (reading) return select === 'SPECIFIC_ATTRIBUTES' && action !== 'ConditionCheckItem';
    return action === 'UpdateItem' && (!returning || returnValues.startsWith('UPDATED_'));
  });
};

export const contextOf = ({ action, keys, attributes, select, returnValues }: TestRequest) => ({
  'aws:SecureTransport': 'true',
  'dynamodb:LeadingKeys': action === 'Scan' ? [] : keys,
  'dynamodb:Attributes': attributes,
  ...(READS.includes(action) && action !== 'ConditionCheckItem' && { 'dynamodb:Select': select }),
  ...(returnValues !== undefined && { 'dynamodb:ReturnValues': returnValues }),
});
