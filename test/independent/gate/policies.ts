/** Random session policies about the texts of a pool: realistic ones, hostile ones, and what lies between. */
import fc from 'fast-check';
import type { PlainPolicy, PlainStatement } from '../iam.ts';
import { noNearVariable, oneOrMany, pattern, policy as anyPolicy } from '../policies.ts';
import type { About, Asked } from './asked.ts';
import { absent, some } from './asked.ts';
import type { Pool } from './names.ts';
import { BUCKETS, OTHER_TABLE, TABLE, objectArn, tableArn } from './names.ts';

const literal = (character: string) => ('*?$'.includes(character) ? `\${${character}}` : character);

/** A text of the pool as policies may write it: exactly, with wildcards, or carelessly as it is. */
const about: About<string> = fc
  .record({
    at: some,
    form: fc.constantFrom('exactly', 'exactly', 'exactly', 'exactly', 'below', 'below', 'ending', 'one', 'raw', 'free'),
    cut: fc.nat(12),
    free: pattern,
  })
  .map(({ at, form, cut, free }) => (pool) => {
    const characters = Array.from(pool[at % pool.length] ?? '');
    const written = characters.map(literal);
    const place = cut % (characters.length + 1);
    return noNearVariable(
      {
        exactly: written.join(''),
        below: `${written.slice(0, place).join('')}*`,
        ending: `*${written.slice(place).join('')}`,
        one: written.with(Math.min(place, Math.max(written.length - 1, 0)), '?').join(''),
        raw: characters.join(''),
        free,
      }[form],
    );
  });

const fixed = <T>(...values: readonly T[]): About<T> => fc.constantFrom(...values).map((value) => () => value);
/** All of a list in one go. */
const many = <T>(one: About<T>): About<T | T[]> =>
  oneOrMany(one).map((of) => (pool) => (typeof of === 'function' ? of(pool) : of.map((each) => each(pool))));

const s3Actions = fixed(
  's3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket', 's3:Get*', 's3:*Object', 's3:*Tagging', 's3:List*', 's3:*',
  's3:*Object*', 's3:PutObjectTagging', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 'S3:putobjectACL', 's3:?etObject', '*',
); // prettier-ignore
const s3Resources: About<string> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.constantFrom(...BUCKETS), about).map(([bucket, key]) => (pool: Pool) => objectArn(bucket, key(pool))) },
  {
    weight: 4,
    arbitrary: fixed(
      '*', 'arn:aws:s3:::bucket', 'arn:aws:s3:::bucket/*', 'arn:aws:s3:::*', 'arn:aws:s3:*', 'arn:aws:s3:::bucket?/*', 'arn:a*:s3:::bucket*',
      'arn:aws:s3:::bucket/users/${aws:PrincipalTag/vend:sub}/*', 'arn:aws:s3:::${s3:prefix}*',
    ),
  },
); // prettier-ignore
const dynamodbActions = fixed(
  'dynamodb:GetItem', 'dynamodb:*GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:*Item',
  'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:Batch*', 'dynamodb:ConditionCheckItem', 'dynamodb:*', 'DYNAMODB:query', '*',
); // prettier-ignore
const dynamodbResources = fixed(
  tableArn(TABLE), tableArn(TABLE), tableArn(OTHER_TABLE), tableArn(TABLE, 'byTopic'), tableArn(TABLE, '*'), tableArn('*'), '*',
  'arn:aws:dynamodb:*', 'arn:aws:dynamodb:us-*-1:*:table/notes*', 'arn:aws:dynamodb:us-east-1:*:table/?otes',
); // prettier-ignore

type Condition = NonNullable<PlainStatement['Condition']>;
const forms = ['Equals', 'NotEquals', 'EqualsIgnoreCase', 'Like', 'NotLike'].map((form) => `String${form}`);
const single = [...forms, 'StringEquals', 'StringLike', ...forms.map((form) => `${form}IfExists`)];
const sets = forms.flatMap((form) => [`ForAllValues:${form}`, `ForAllValues:${form}`, `ForAnyValue:${form}`]);
const block = (operators: readonly string[], keys: readonly string[], value: About<string>): About<Condition> =>
  fc
    .tuple(fc.constantFrom(...operators), fc.constantFrom(...keys), many(value))
    .map(([operator, key, wanted]) => (pool) => ({ [operator]: { [key]: wanted(pool) } }));
const missing = (...keys: readonly string[]) => block(['Null'], keys, fixed('true', 'false'));

const ofAll = [
  block(single, ['aws:PrincipalTag/vend:sub', 'aws:principaltag/VEND:SUB'], about),
  block(single, ['aws:PrincipalType'], fixed('AssumedRole', 'User')),
  block(['Bool', 'BoolIfExists'], ['aws:SecureTransport'], fixed('true', 'false')),
];
const s3Conditions = fc.oneof(
  ...ofAll,
  { weight: 4, arbitrary: block(single, ['s3:prefix', 's3:prefix', 'S3:PREFIX'], about) },
  block(single, ['s3:delimiter', 's3:max-keys'], fixed('/', '*', '', '7')),
  block(single, ['s3:x-amz-acl', 's3:x-amz-storage-class'], fixed('bucket-owner-*', 'STANDARD', 'STANDARD_IA')),
  block(single, ['s3:x-amz-copy-source'], about.map((key) => (pool) => `bucket/${key(pool)}`)),
  block(single, ['s3:x-amz-metadata-directive', 's3:VersionId'], fixed('REPLACE', 'COPY', 'null')),
  { weight: 3, arbitrary: block(single, ['s3:RequestObjectTag/k', 's3:ExistingObjectTag/k', 's3:existingobjecttag/K'], fixed('v', 'secret', '*', '')) },
  block(sets, ['s3:RequestObjectTagKeys'], fixed('k', 'K', 'other')),
  block(single, ['s3:authType'], fixed('REST-HEADER', 'REST-QUERY-STRING')),
  missing('s3:prefix', 's3:x-amz-acl', 's3:VersionId', 's3:ExistingObjectTag/k', 's3:RequestObjectTagKeys', 's3:x-amz-copy-source'),
); // prettier-ignore
/** As AWS's guide does it: these keys, or these attributes, and no request without them. */
const only = (key: string, values: About<string | string[]>): About<Condition> =>
  values.map((wanted) => (pool) => ({
    'ForAllValues:StringEquals': { [key]: wanted(pool) },
    Null: { [key]: 'false' },
  }));
const ATTRIBUTES = ['pk', 'sk', 'body', 'secret', 'topic', 'wt', 'count', 'hidden', 'gone'];
/** All but one or two, so that it is these that decide. */
const attributeLists = fc
  .constantFrom<readonly string[]>(
    ['secret'],
    ['secret'],
    ['body'],
    ['topic', 'wt'],
    ['count'],
    ['hidden', 'gone'],
    ['pk'],
    ['sk'],
  )
  .map((left) => () => ATTRIBUTES.filter((name) => !left.includes(name)));
const dynamodbConditions = fc.oneof(
  ...ofAll,
  { weight: 5, arbitrary: only('dynamodb:LeadingKeys', many(about)) },
  { weight: 2, arbitrary: block(sets, ['dynamodb:LeadingKeys', 'dynamodb:LEADINGKEYS'], about) },
  { weight: 5, arbitrary: only('dynamodb:Attributes', attributeLists) },
  { weight: 1, arbitrary: block(sets, ['dynamodb:Attributes'], fixed('pk', 'sk', 'body', 'secret', 'wt', '*')) },
  { weight: 2, arbitrary: block(single, ['dynamodb:Select'], fixed('SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_*')) },
  { weight: 2, arbitrary: block(single, ['dynamodb:ReturnValues'], fixed('NONE', 'UPDATED_*', 'ALL_OLD')) },
  { weight: 3, arbitrary: block(['StringEqualsIfExists'], ['dynamodb:ReturnValues'], fixed('NONE', 'UPDATED_NEW')) },
  block(single, ['dynamodb:ReturnConsumedCapacity'], fixed('NONE', 'TOTAL')),
  block(single, ['dynamodb:EnclosingOperation'], fixed('TransactGetItems', 'Transact*')),
  missing('dynamodb:LeadingKeys', 'dynamodb:Attributes', 'dynamodb:Select', 'dynamodb:EnclosingOperation'),
);

/** What the statements of one service are made of. */
interface Language {
  readonly everything: readonly string[];
  readonly actions: About<string>;
  readonly resources: About<string>;
  readonly conditions: About<Condition>;
}
const languages: Readonly<Record<Asked['service'], Language>> = {
  s3: { everything: ['s3:*', '*', 'S3:*'], actions: s3Actions, resources: s3Resources, conditions: s3Conditions },
  dynamodb: {
    everything: ['dynamodb:*', '*'],
    actions: dynamodbActions,
    resources: dynamodbResources,
    conditions: dynamodbConditions,
  },
};

/** Mostly narrow in one thing alone, so that this one thing decides. */
const statement = (
  { everything, actions, resources, conditions }: Language,
  effects: readonly PlainStatement['Effect'][],
) =>
  fc
    .record({
      Effect: fc.constantFrom(...effects),
      narrow: fc.constantFrom('A', 'R', 'C', 'C', 'C', 'C', 'AR', 'AC', 'RC', 'ARC'),
      action: fc.tuple(fc.constantFrom('Action', 'Action', 'Action', 'NotAction'), many(actions)),
      all: fc.constantFrom(...everything),
      resource: fc.tuple(fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'), many(resources)),
      condition: conditions,
      another: absent(conditions),
    })
    .map(
      ({ Effect, narrow, action: [action, on], all, resource, condition, another }) =>
        (pool: Pool): PlainStatement => ({
          Effect,
          ...(narrow.includes('A') ? { [action]: on(pool) } : { Action: all }),
          ...(narrow.includes('R') ? { [resource[0]]: resource[1](pool) } : { Resource: '*' }),
          ...(narrow.includes('C') && { Condition: { ...condition(pool), ...(narrow !== 'C' && another?.(pool)) } }),
        }),
    );

/** Either little is allowed, or nearly all is and some of it denied. */
const statements = (language: Language): About<readonly PlainStatement[]> =>
  fc.oneof(
    fc
      .array(statement(language, ['Allow', 'Allow', 'Allow', 'Deny']), { minLength: 1, maxLength: 4 })
      .map((list) => (pool: Pool) => list.map((one) => one(pool))),
    fc
      .array(statement(language, ['Deny', 'Deny', 'Allow']), { minLength: 1, maxLength: 2 })
      .map((list) => (pool: Pool): readonly PlainStatement[] => [
        { Effect: 'Allow', Action: ['s3:*', 'dynamodb:*'], Resource: '*' },
        ...list.map((one) => one(pool)),
      ]),
  );

const version = fc.constantFrom<Omit<PlainPolicy, 'Statement'>>(
  { Version: '2012-10-17' },
  { Version: '2012-10-17' },
  { Version: '2012-10-17' },
  { Version: '2008-10-17' },
  {},
);

/** Up to U+00FF, as STS wants it. */
const written = (document: PlainPolicy): string =>
  Array.from(JSON.stringify(document).split(''), (unit) =>
    unit > '\u00ff' ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit,
  ).join('');

/** A document that STS takes, of at most 2,048 characters, about one service. */
export const policyFor = (
  service: Asked['service'],
): About<{ readonly document: PlainPolicy; readonly text: string }> =>
  fc
    .oneof(
      {
        weight: 12,
        arbitrary: fc
          .tuple(version, statements(languages[service]))
          .map(([of, list]) => (pool: Pool): PlainPolicy => ({ ...of, Statement: list(pool) })),
      },
      { weight: 1, arbitrary: anyPolicy.map((document) => () => document) },
    )
    .map((make) => (pool) => {
      const made = make(pool);
      const kept = [made.Statement].flat();
      let document = made;
      while (written(document).length > 2048) {
        kept.pop();
        document = { ...made, Statement: [...kept] };
      }
      return { document, text: written(document) };
    });
