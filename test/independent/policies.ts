/** Random policies and requests for comparing two evaluators: hostile, but of a form that IAM takes. */
import fc from 'fast-check';
import type { PlainPolicy, PlainRequest, PlainStatement } from './iam.ts';

/** Whose requests they are. */
export const SUB = '11111111-2222-4333-8444-555555555555';
const PIECES = [
  'users', SUB, 'a', 'b', 'A', 'ab', '/', '//', '.', '..', ':', 'é', '東', '🙈', '%2F', ' ', '"', "'", '\\', '{', '}', '#', '\n',
  '*', '?', '$', '__proto__', 'constructor',
]; // prettier-ignore
const VARIABLES = [
  '${*}',
  '${?}',
  '${$}',
  '${aws:PrincipalTag/vend:sub}',
  '${AWS:principaltag/VEND:SUB}',
  '${aws:username}',
  "${aws:username, 'a'}",
  '${s3:prefix}',
  '${dynamodb:LeadingKeys}',
];

const pieces = (maxLength = 6) => fc.array(fc.constantFrom(...PIECES), { maxLength });
/** What a client can send. */
export const hostile = pieces().map((parts) => parts.join(''));

const variable = VARIABLES.map((text) => text.slice(1).replaceAll(/[*?$^.(){}|[\]\\]/g, '\\$&')).join('|');
const nearVariable = new RegExp(`\\$(?=\\{)(?!${variable})`, 'g');
/** Policies may not hold what begins like a variable and is none. */
export const noNearVariable = (text: string) => text.replaceAll(nearVariable, () => '${$}');
/** What a policy can say: wildcards and variables among the rest. */
export const pattern = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 2, arbitrary: fc.constantFrom(...VARIABLES) },
      { weight: 2, arbitrary: fc.constantFrom('*', '?', '/*') },
    ),
    { maxLength: 5 },
  )
  .map((parts) => noNearVariable(parts.join('')));

/** As JSON policies have it. */
export const oneOrMany = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }));

const ACTIONS = [
  's3:GetObject',
  's3:GetObjectTagging',
  's3:PutObject',
  's3:ListBucket',
  'dynamodb:GetItem',
  'dynamodb:Query',
];
const actionPattern = fc.constantFrom(
  ...ACTIONS,
  '*',
  's3:*',
  'S3:get*',
  's3:?etObject',
  'dynamodb:*Item',
  's3:*Object*',
);
const PLACES = ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket/', 'arn:aws:dynamodb:us-east-1:000000000000:table/'];
const resource = fc.tuple(fc.constantFrom(...PLACES), hostile).map((parts) => parts.join(''));
const resourcePattern = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...PLACES), pattern).map((parts) => parts.join('')) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '*',
      'arn:aws:s3:*',
      'arn:aws:s3:::*',
      'arn:aws:s3:*:*:bucket/*',
      'arn:a*:s3:::bucket/*',
      'arn:aws:dynamodb:us-*-1:*:table/*',
      'arn:aws:dynamodb:us-east-?:00000000000?:table/?',
      'arn:aws:dynamodb:*:table/*',
    ),
  },
);

const SINGLE = ['s3:prefix', 's3:delimiter', 'aws:PrincipalTag/vend:sub', 'dynamodb:Select'];
const MULTI = ['dynamodb:LeadingKeys', 'dynamodb:Attributes'];
const anyCase = (keys: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...keys), fc.constantFrom('as it is', 'upper'))
    .map(([key, form]) => (form === 'upper' ? key.toUpperCase() : key));
const STRING = ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringLike', 'StringNotLike'];
const block = (operator: fc.Arbitrary<string>, key: fc.Arbitrary<string>, value: fc.Arbitrary<string>) =>
  fc.tuple(operator, key, oneOrMany(value)).map(([name, of, wanted]) => ({ [name]: { [of]: wanted } }));
const truth = fc.constantFrom('true', 'false');
const condition = fc.oneof(
  { weight: 4, arbitrary: block(fc.constantFrom(...STRING, ...STRING.map((name) => `${name}IfExists`)), anyCase(SINGLE), pattern) },
  {
    weight: 4,
    arbitrary: block(
      fc.constantFrom(...STRING.flatMap((name) => [`ForAllValues:${name}`, `ForAnyValue:${name}`, `ForAllValues:${name}IfExists`])),
      anyCase([...MULTI, ...SINGLE]),
      pattern,
    ),
  },
  { weight: 1, arbitrary: block(fc.constantFrom('Bool', 'BoolIfExists'), fc.constant('aws:SecureTransport'), truth) },
  { weight: 2, arbitrary: block(fc.constant('Null'), anyCase([...SINGLE, ...MULTI, 'aws:SecureTransport']), truth) },
); // prettier-ignore

/** One statement. */
const statement: fc.Arbitrary<PlainStatement> = fc
  .record({
    Effect: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny'),
    action: fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), oneOrMany(actionPattern)),
    resource: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), oneOrMany(resourcePattern)),
    conditions: fc.array(condition, { maxLength: 2 }),
  })
  .map(({ Effect, action, resource: on, conditions }) => ({
    Effect,
    ...(Object.fromEntries([action, on]) as Partial<PlainStatement>),
    ...(conditions.length > 0 && { Condition: Object.assign({}, ...conditions) as NonNullable<PlainStatement['Condition']> }),
  })); // prettier-ignore

const version = fc.constantFrom<PlainPolicy>(
  { Version: '2012-10-17', Statement: [] },
  { Version: '2012-10-17', Statement: [] },
  { Version: '2012-10-17', Statement: [] },
  { Version: '2008-10-17', Statement: [] },
  { Statement: [] },
);
/** One document. */
export const policy: fc.Arbitrary<PlainPolicy> = fc
  .tuple(version, fc.array(statement, { minLength: 1, maxLength: 4 }))
  .map(([of, Statement]) => ({ ...of, Statement }));

const absent = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
/** One request. */
export const request: fc.Arbitrary<PlainRequest> = fc
  .record({
    action: fc.constantFrom(...ACTIONS, 'S3:GETOBJECT'),
    resource,
    prefix: absent(hostile),
    delimiter: absent(fc.constantFrom('/', '*')),
    sub: absent(fc.constantFrom(SUB, 'a', '*')),
    select: absent(fc.constantFrom('COUNT', 'ALL_ATTRIBUTES')),
    keys: absent(fc.array(hostile.filter((value) => value !== ''), { maxLength: 3 })),
    attributes: absent(fc.array(fc.constantFrom('a', 'b', 'A'), { maxLength: 3 })),
    secure: absent(truth),
  })
  .map(({ action, resource: on, prefix, delimiter, sub, select, keys, attributes, secure }) => ({
    action,
    resource: on,
    context: Object.fromEntries(
      Object.entries({
        's3:prefix': prefix,
        's3:delimiter': delimiter,
        'aws:PrincipalTag/vend:sub': sub,
        'dynamodb:Select': select,
        'dynamodb:LeadingKeys': keys,
        'dynamodb:Attributes': attributes,
        'aws:SecureTransport': secure,
      }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
    ),
  })); // prettier-ignore
