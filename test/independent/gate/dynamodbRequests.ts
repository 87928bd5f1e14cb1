/** Random requests of DynamoDB about the texts of a pool, and what AWS's documentation says each needs. */
import fc from 'fast-check';
import type { About, Asked } from './asked.ts';
import { absent, given } from './asked.ts';
import { asked, capacity, distinct, key, keys, need, parts, topLevel, wire } from './dynamodbTerms.ts';
import type { Said } from './dynamodbTerms.ts';
import type { Written } from './expressions.ts';
import { condition, createWriter, keyCondition, update } from './expressions.ts';
import type { Pool } from './names.ts';
import { OTHER_TABLE, TABLE, tableArn } from './names.ts';

/** One Get: by itself it can name its attributes in the old way. */
const get = (way: fc.Arbitrary<'expression' | 'legacy'>) =>
  fc.tuple(key, parts, way).map(([of, { decoys, projection: wanted }, how]) => (pool: Pool) => {
    const at = of(pool);
    const writer = createWriter(decoys);
    const named = (wanted ?? []).map(topLevel);
    const projected =
      how === 'legacy' ? { AttributesToGet: named } : { ProjectionExpression: writer.paths(wanted ?? []) };
    return {
      body: { TableName: TABLE, Key: wire(at), ...(wanted && projected), ...writer.placeholders() },
      said: {
        leading: [at.pk],
        attributes: ['pk', 'sk', ...named],
        select: wanted ? 'SPECIFIC_ATTRIBUTES' : 'ALL_ATTRIBUTES',
      },
    };
  });

const getItem: About<Asked> = fc
  .tuple(get(fc.constantFrom('expression', 'expression', 'legacy')), capacity)
  .map(([make, returned]) => (pool) => {
    const { body, said } = make(pool);
    return asked('GetItem', { ...body, ...given({ ReturnConsumedCapacity: returned }) }, [
      need('GetItem', tableArn(TABLE), { ...said, returned }),
    ]);
  });

const transactGet: About<Asked> = fc
  .array(get(fc.constant('expression')), { minLength: 1, maxLength: 3 })
  .map((makers) => (pool) => {
    const gets = makers.map((make) => make(pool));
    return asked(
      'TransactGetItems',
      { TransactItems: gets.map(({ body }) => ({ Get: body })) },
      gets.map(({ said }) => need('GetItem', tableArn(TABLE), { ...said, enclosing: 'TransactGetItems' })),
    );
  });

const item = fc.subarray(['body', 'secret', 'topic', 'wt']);
const valueOf = (name: string) => (name === 'wt' ? { N: '7' } : { S: `of ${name}` });
const kinds = ['Put', 'Update', 'Delete', 'ConditionCheck'] as const;
const returnValues = {
  Put: ['NONE', 'ALL_OLD'],
  Delete: ['NONE', 'ALL_OLD'],
  Update: ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'],
  ConditionCheck: ['NONE'],
} as const;

/** One write, by itself or in a transaction. */
const write = fc
  .record({
    of: key,
    kind: fc.constantFrom(...kinds),
    attributes: item,
    changes: update,
    held: condition,
    isHeld: fc.boolean(),
    decoys: fc.boolean(),
    returns: fc.nat(9),
    shows: absent(fc.constantFrom('NONE', 'ALL_OLD')),
  })
  .map((made) => (pool: Pool) => {
    const at = made.of(pool);
    const { kind } = made;
    const writer = createWriter(made.decoys);
    const held: Written | undefined = made.isHeld || kind === 'ConditionCheck' ? made.held(writer, pool) : undefined;
    const changes: Written | undefined = kind === 'Update' ? made.changes(writer, pool) : undefined;
    const attributes = kind === 'Put' ? made.attributes : [];
    const possible = returnValues[kind];
    const returns = made.returns < 5 ? undefined : possible[made.returns % possible.length];
    const body = {
      TableName: TABLE,
      ...(kind === 'Put'
        ? { Item: { ...wire(at), ...Object.fromEntries(attributes.map((name) => [name, valueOf(name)])) } }
        : { Key: wire(at) }),
      ...given({
        ConditionExpression: held?.text,
        UpdateExpression: changes?.text,
        ReturnValuesOnConditionCheckFailure: made.shows,
      }),
      ...writer.placeholders(),
    };
    const touched = [...(held?.names ?? []), ...(changes?.names ?? [])];
    const needs = (returnedToo: string, more: Partial<Said>) => {
      const said: Said = { leading: [at.pk], attributes: ['pk', 'sk', ...attributes, ...touched], ...more };
      const values = new Set([returnedToo, ...(made.shows === 'ALL_OLD' ? ['ALL_OLD'] : [])]);
      const action = kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`;
      return [...values].map((value) => need(action, tableArn(TABLE), { ...said, returnValues: value }));
    };
    return { at, kind, body, returns, needs };
  });

const writeItem: About<Asked> = fc.tuple(write, capacity).map(([make, returned]) => (pool) => {
  const { kind, body, returns, needs } = make(pool);
  if (kind === 'ConditionCheck') {
    return asked(
      'TransactWriteItems',
      { TransactItems: [{ ConditionCheck: body }] },
      needs('NONE', { enclosing: 'TransactWriteItems' }),
      'TransactionCanceledException',
    );
  }
  return asked(
    `${kind}Item`,
    { ...body, ...given({ ReturnValues: returns, ReturnConsumedCapacity: returned }) },
    needs(returns ?? 'NONE', { returned }),
    'ConditionalCheckFailedException',
  );
});

const transactWrite: About<Asked> = fc.array(write, { minLength: 1, maxLength: 3 }).map((makers) => (pool) => {
  const writes = new Map(makers.map((make) => make(pool)).map((one) => [JSON.stringify(one.at), one]));
  return asked(
    'TransactWriteItems',
    { TransactItems: [...writes.values()].map(({ kind, body }) => ({ [kind]: body })) },
    [...writes.values()].flatMap(({ needs }) => needs('NONE', { enclosing: 'TransactWriteItems' })),
    'TransactionCanceledException',
  );
});

const tables = fc.constantFrom([TABLE], [TABLE], [OTHER_TABLE], [TABLE, OTHER_TABLE]);

const batchGet: About<Asked> = fc.tuple(tables, keys, parts).map(([names, some, made]) => (pool) => {
  const all = distinct(some, pool);
  const wanted = made.projection;
  const ofTable = () => {
    const writer = createWriter(made.decoys);
    return {
      Keys: all.map(wire),
      ...(wanted && { ProjectionExpression: writer.paths(wanted) }),
      ...writer.placeholders(),
    };
  };
  const said: Said = {
    leading: all.map(({ pk }) => pk),
    attributes: ['pk', 'sk', ...(wanted ?? []).map(topLevel)],
    select: wanted ? 'SPECIFIC_ATTRIBUTES' : 'ALL_ATTRIBUTES',
    returned: made.returned,
  };
  return asked(
    'BatchGetItem',
    {
      RequestItems: Object.fromEntries(names.map((name) => [name, ofTable()])),
      ...given({ ReturnConsumedCapacity: made.returned }),
    },
    names.map((name) => need('BatchGetItem', tableArn(name), said)),
  );
});

const batchWrite: About<Asked> = fc
  .tuple(tables, keys, item, fc.nat(7))
  .map(([names, some, attributes, puts]) => (pool) => {
    const all = distinct(some, pool).map((at, index) => ({ at, isPut: ((puts >> index) & 1) === 1 }));
    const more = Object.fromEntries(attributes.map((name) => [name, valueOf(name)]));
    const requests = all.map(({ at, isPut }) =>
      isPut ? { PutRequest: { Item: { ...wire(at), ...more } } } : { DeleteRequest: { Key: wire(at) } },
    );
    const said: Said = {
      leading: all.map(({ at }) => at.pk),
      attributes: ['pk', 'sk', ...(all.some(({ isPut }) => isPut) ? attributes : [])],
    };
    return asked(
      'BatchWriteItem',
      { RequestItems: Object.fromEntries(names.map((name) => [name, requests])) },
      names.map((name) => need('BatchWriteItem', tableArn(name), said)),
    );
  });

const search: About<Asked> = fc
  .record({
    isQuery: fc.constantFrom(true, true, true, false),
    index: fc.constantFrom(undefined, undefined, 'byTopic', 'byWeight'),
    by: keyCondition,
    made: parts,
    select: fc.constantFrom(undefined, undefined, undefined, 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'),
  })
  .map(({ isQuery, index, by, made, select }) => (pool) => {
    const writer = createWriter(made.decoys);
    const partition = index === 'byTopic' ? 'topic' : 'pk';
    const sort = index === undefined ? 'sk' : index === 'byWeight' ? 'wt' : undefined;
    const found = isQuery ? by(writer, pool, partition, sort) : undefined;
    const wanted = found?.legacy === true ? undefined : made.projection;
    const filter = found?.legacy === true ? undefined : made.condition?.(writer, pool);
    const chosen = wanted ? undefined : index === undefined && select === 'ALL_PROJECTED_ATTRIBUTES' ? 'COUNT' : select;
    const body = {
      TableName: TABLE,
      ...given({
        IndexName: index,
        Select: chosen,
        ProjectionExpression: wanted && writer.paths(wanted),
        FilterExpression: filter?.text,
        ReturnConsumedCapacity: made.returned,
      }),
      ...found?.parameters,
      ...writer.placeholders(),
    };
    const said: Said = {
      leading: found ? [found.leading] : [],
      attributes: [...(found?.names ?? []), ...(filter?.names ?? []), ...(wanted ?? []).map(topLevel)],
      select:
        chosen ??
        (wanted ? 'SPECIFIC_ATTRIBUTES' : index === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES'),
      returned: made.returned,
    };
    return asked(isQuery ? 'Query' : 'Scan', body, [need(isQuery ? 'Query' : 'Scan', tableArn(TABLE, index), said)]);
  });

/** One request of any kind. */
export const dynamodbRequest: About<Asked> = fc.oneof(
  { weight: 3, arbitrary: getItem },
  { weight: 5, arbitrary: writeItem },
  { weight: 6, arbitrary: search },
  { weight: 4, arbitrary: batchGet },
  { weight: 2, arbitrary: batchWrite },
  { weight: 2, arbitrary: transactGet },
  { weight: 3, arbitrary: transactWrite },
);
