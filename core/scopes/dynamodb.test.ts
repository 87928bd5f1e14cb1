import { cpuMs } from '../../test/cpuMs.ts';
import { SUB } from '../../test/fixtures.ts';
import { granting, notes, plan, refusalOf, statementsOf, TABLE } from '../../test/tables.ts';
import { type Context, evaluate } from '../policy/evaluate.ts';

const actionsOf = (...of: Parameters<typeof statementsOf>) => [
  ...new Set(statementsOf(...of).flatMap(({ Action = [] }) => Action)),
];
const allows = (scope: unknown, action: string, context: Context) =>
  evaluate(
    { Version: '2012-10-17', Statement: statementsOf(scope) },
    { action: `dynamodb:${action}`, resource: TABLE, context },
  ) === 'Allow';
describe('the session policy', () => {
  it('names the actions of READ, and Scan only for every key', () => {
    const read = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:ConditionCheckItem'];
    expect(actionsOf(notes({ leadingKeys: ['k'] }))).toEqual(read);
    expect(actionsOf(notes({})).sort()).toEqual([...read, 'dynamodb:Scan'].sort());
    expect(actionsOf(notes({ leadingKeys: ['k'], attributes: ['owner'] }))).toEqual(read.slice(0, 3));
    const index = granting({ whole: true, index: 'byTenant', access: ['READ'] });
    expect(actionsOf(notes({ index: 'byTenant', leadingKeys: ['k'] }), index)).toEqual(['dynamodb:Query']);
    expect(actionsOf(notes({ index: 'byTenant' }), index)).toEqual(['dynamodb:Query', 'dynamodb:Scan']);
  });

  it('names the actions of WRITE, and UpdateItem only for some attributes', () => {
    const write = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'];
    expect(actionsOf(notes({ access: ['WRITE'] }))).toEqual(write);
    expect(actionsOf(notes({ leadingKeys: ['k'], access: ['WRITE'] }))).toEqual(write);
    expect(actionsOf(notes({ access: ['WRITE'], attributes: ['owner'] }))).toEqual(['dynamodb:UpdateItem']);
  });

  it('binds the keys, and asks that there is one', () => {
    expect(statementsOf(notes({ leadingKeys: ['k', 'l'] }))).toMatchObject([
      {
        Resource: TABLE,
        Condition: {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['k', 'l'] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
    ]);
    expect(statementsOf(notes({}))).toEqual([expect.not.objectContaining({ Condition: expect.anything() as unknown })]);
  });

  it('is one statement for READ and WRITE on own keys', () => {
    expect(statementsOf(notes({ leadingKeys: ['k', 'l'], access: ['READ', 'WRITE'] }))).toHaveLength(1);
  });

  it.each(['${aws:username}', '${*}', '$', '${', 'a$b'])('takes the key %s for itself', (key) => {
    const scope = notes({ leadingKeys: [key] });
    const context = (...keys: readonly string[]) => ({ 'dynamodb:LeadingKeys': keys, 'aws:username': 'u' });
    expect(allows(scope, 'GetItem', context(key))).toBe(true);
    for (const other of ['u', '*', '', 'a', 'ab', '${$}']) expect(allows(scope, 'GetItem', context(other))).toBe(false);
  });

  it.each(['*', 'a*', 'k?'])(
    'has no wildcard in the key %s, and escapes nothing that StringEquals takes as it is',
    (key) => {
      const scope = notes({ leadingKeys: [key] });
      expect(JSON.stringify(statementsOf(scope))).toContain(`"${key}"`);
      for (const other of ['a', 'ab', 'k', 'kk']) {
        expect(allows(scope, 'GetItem', { 'dynamodb:LeadingKeys': [other] })).toBe(false);
      }
    },
  );

  it('lets a batch of own keys through, and none with another key among them', () => {
    const scope = notes({ leadingKeys: ['k', 'l'], access: ['READ', 'WRITE'] });
    for (const action of ['BatchGetItem', 'BatchWriteItem']) {
      expect(allows(scope, action, { 'dynamodb:LeadingKeys': ['k', 'l'] })).toBe(true);
      expect(allows(scope, action, { 'dynamodb:LeadingKeys': ['k', 'm'] })).toBe(false);
      expect(allows(scope, action, { 'dynamodb:LeadingKeys': [] })).toBe(false);
    }
  });

  it('lets a batch write through whose keys are readable in part', () => {
    const scope = {
      dynamodb: [
        ...notes({ leadingKeys: ['k', 'l'], access: ['WRITE'] }).dynamodb,
        ...notes({ leadingKeys: ['k'] }).dynamodb,
      ],
    };
    const write = (keys: readonly string[], returnValues?: string) =>
      allows(scope, returnValues === undefined ? 'BatchWriteItem' : 'PutItem', {
        'dynamodb:LeadingKeys': keys,
        ...(returnValues !== undefined && { 'dynamodb:ReturnValues': returnValues }),
      });
    expect([write(['k', 'l']), write(['k'], 'ALL_OLD'), write(['l'], 'ALL_OLD'), write(['l'], 'NONE')]).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  it.each([
    { access: ['WRITE'], attributes: undefined, returnValues: ['NONE'] },
    { access: ['WRITE'], attributes: ['owner'], returnValues: ['NONE'] },
    {
      access: ['READ', 'WRITE'],
      attributes: undefined,
      returnValues: ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'],
    },
    { access: ['READ', 'WRITE'], attributes: ['owner'], returnValues: ['NONE', 'UPDATED_OLD', 'UPDATED_NEW'] },
  ])('lets UpdateItem with $access on $attributes return $returnValues', ({ access, attributes, returnValues }) => {
    const scope = notes({ leadingKeys: ['k'], access, attributes });
    const returned = ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'].filter((value) =>
      allows(scope, 'UpdateItem', {
        'dynamodb:LeadingKeys': ['k'],
        'dynamodb:Attributes': ['owner'],
        'dynamodb:ReturnValues': value,
      }),
    );
    expect(returned).toEqual(returnValues);
    // In a transaction there is no ReturnValues.
    expect(allows(scope, 'UpdateItem', { 'dynamodb:LeadingKeys': ['k'], 'dynamodb:Attributes': ['owner'] })).toBe(true);
  });

  it('lets WRITE return items where READ of every key is vended', () => {
    const scope = {
      dynamodb: [...notes({}).dynamodb, ...notes({ leadingKeys: ['k'], access: ['WRITE'] }).dynamodb],
    };
    const context = { 'dynamodb:LeadingKeys': ['k'], 'dynamodb:ReturnValues': 'ALL_OLD' };
    expect(allows(scope, 'PutItem', context)).toBe(true);
  });

  it.each([
    ['a projection of granted attributes', 'SPECIFIC_ATTRIBUTES', ['owner', 'title'], true],
    ['no projection', 'ALL_ATTRIBUTES', ['owner'], false],
    ['a count', 'COUNT', ['owner'], false],
    ['what an index holds', 'ALL_PROJECTED_ATTRIBUTES', ['owner'], false],
    ['another attribute', 'SPECIFIC_ATTRIBUTES', ['owner', 'secret'], false],
    ['an attribute in another case', 'SPECIFIC_ATTRIBUTES', ['Owner'], false],
    ['no attribute that is known of', 'SPECIFIC_ATTRIBUTES', [], false],
  ])('with attributes answers a read of %s', (_, select, attributes, expected) => {
    const scope = notes({ leadingKeys: ['k'], attributes: ['title', 'owner'] });
    for (const action of ['GetItem', 'BatchGetItem', 'Query']) {
      const context = {
        'dynamodb:LeadingKeys': ['k'],
        'dynamodb:Select': select,
        'dynamodb:Attributes': attributes,
      };
      expect(allows(scope, action, context)).toBe(expected);
    }
  });

  it('holds some forty keys, and splits more into scopes that fit', () => {
    const keys = Array.from({ length: 100 }, (_, at) => `${SUB.slice(0, -3)}${String(at).padStart(3, '0')}`);
    expect(plan(notes({ leadingKeys: keys.slice(0, 38), access: ['READ', 'WRITE'] })).sessionPolicy).toBeDefined();
    const { code, info } = refusalOf(notes({ leadingKeys: keys, access: ['READ', 'WRITE'] }));
    expect(code).toBe('ScopeTooLarge');
    const split = info['split'] as readonly ReturnType<typeof notes>[];
    expect(split.every((scope) => plan(scope).sessionPolicy !== undefined)).toBe(true);
    expect(split.flatMap(({ dynamodb }) => dynamodb)).toEqual(
      keys.map((key) => ({ resource: 'notes', leadingKeys: [key], access: ['READ', 'WRITE'] })),
    );
  });

  it('is refused in little time, however many and alike its parts are', () => {
    const attributes = Array.from({ length: 100 }, (_, name) => `attribute${String(name)}`);
    const scope = {
      dynamodb: Array.from({ length: 500 }, (_, at) => ({
        resource: 'notes',
        leadingKeys: ['k'],
        attributes: [...attributes.slice(0, 99), `last${String(at)}`],
        access: at % 2 === 0 ? ['WRITE'] : ['READ'],
      })),
    };
    expect(
      cpuMs(() => {
        expect(refusalOf(scope).code).toBe('ScopeTooLarge');
      }),
    ).toBeLessThan(4000);
  });
});

describe('READ_STREAM', () => {
  const streaming = { access: ['READ_STREAM'] };
  const service = granting({ whole: true, access: ['READ', 'READ_STREAM'] });

  it('is on the streams of the table, and on the table only to find them', () => {
    expect(statementsOf(notes(streaming), service)).toEqual([
      { Effect: 'Allow', Action: 'dynamodb:DescribeTable', Resource: TABLE },
      {
        Effect: 'Allow',
        Action: ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'],
        Resource: `${TABLE}/stream/*`,
      },
    ]);
  });

  it.each([{ leadingKeys: ['k'] }, { index: 'byTenant' }, { attributes: ['owner'] }])(
    'is refused with %j, in a scope and in a grant',
    (part) => {
      expect(refusalOf(notes({ ...part, ...streaming }), service).code).toBe('InvalidScope');
      const { leadingKeys, ...rest } = part as { leadingKeys?: readonly string[] };
      expect(() =>
        granting({ ...rest, ...streaming, ...(leadingKeys ? { leadingKey: 'k' } : { whole: true }) }),
      ).toThrow('READ_STREAM goes with the whole table');
    },
  );

  it('is not vended by a grant of own keys', () => {
    expect(refusalOf(notes(streaming), granting({ leadingKey: '${sub}' })).code).toBe('NotGranted');
  });
});
