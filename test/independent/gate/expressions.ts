/** Random expressions of DynamoDB, of known meaning: written in whatever way its grammar takes. */
import fc from 'fast-check';
import { text } from './asked.ts';
import type { Pool } from './names.ts';

type Value = { readonly S: string } | { readonly N: string };

/** An expression, and the top-level attributes that it names. */
export interface Written {
  readonly text: string;
  readonly names: readonly string[];
}

/** Writes names and values, as themselves or by placeholders, and knows which placeholders it used. */
export interface Writer {
  name(attribute: string): string;
  value(value: Value): string;
  paths(paths: readonly string[]): string;
  placeholders(): object;
}

/** With `decoys`, each name is a placeholder that looks like another attribute. */
export const createWriter = (decoys: boolean): Writer => {
  const names = new Map<string, string>();
  const values: Record<string, Value> = {};
  const name = (attribute: string): string => {
    // A word that stands for itself must be none that is reserved.
    if (!decoys && /^(?:pk|sk|wt|body|secret|topic)$/.test(attribute)) return attribute;
    const known = [...names].find(([, of]) => of === attribute)?.[0];
    const placeholder = known ?? ['#pk', '#secret', '#0', '#a_B', '#body'][names.size] ?? `#n${String(names.size)}`;
    names.set(placeholder, attribute);
    return placeholder;
  };
  return {
    name,
    value: (value) => {
      const placeholder =
        [':pk', ':0', ':V_1', ':secret'][Object.keys(values).length] ?? `:v${String(Object.keys(values).length)}`;
      values[placeholder] = value;
      return placeholder;
    },
    paths: (paths) =>
      paths.map((path) => path.replaceAll(/[a-z]+/g, (attribute) => name(attribute))).join(decoys ? ' ,\n' : ','),
    placeholders: () => ({
      ...(names.size > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    }),
  };
};

/** Paths of a projection. None is within another. */
export const projection: fc.Arbitrary<readonly string[]> = fc
  .subarray(['pk', 'sk', 'body', 'secret', 'topic', 'wt'], { minLength: 1 })
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.constantFrom(name, name, `${name}[0]`, `${name}.topic`, `${name}[1].a[2]`))),
  );

type Make = (writer: Writer, pool: Pool) => Written;
const others = fc.constantFrom('body', 'secret');
const simple: fc.Arbitrary<Make> = fc
  .tuple(others, others, fc.nat(8), text)
  .map(([one, another, form, about]) => ({ name, value }, pool) => {
    const given = () => value({ S: about(pool) });
    const [a, names] = [name(one), [one]];
    switch (form) {
      case 0:
        return { text: `attribute_exists(${a})`, names };
      case 1:
        return { text: `attribute_not_exists ( ${a}.x[3] )`, names };
      case 2:
        return { text: `${a} = ${given()}`, names };
      case 3:
        return { text: `${given()} <> ${a}`, names };
      case 4:
        return { text: `size(${a}) < ${value({ N: '3' })}`, names };
      case 5:
        return { text: `${a} IN (${given()}, ${name(another)})`, names: [one, another] };
      case 6:
        return { text: `${a} BETWEEN ${given()} AND ${given()}`, names };
      case 7:
        return { text: `contains(${a}, ${name(another)})`, names: [one, another] };
      default:
        return { text: `begins_with(${a}, ${given()})`, names };
    }
  });
/** A condition or filter, on attributes that are no keys. */
export const condition: fc.Arbitrary<Make> = fc
  .tuple(simple, simple, fc.constantFrom('', '', 'AND', 'or', 'NOT'))
  .map(([one, another, how]) => (writer, pool) => {
    const a = one(writer, pool);
    if (how === '') return a;
    if (how === 'NOT') return { text: `NOT(${a.text})`, names: a.names };
    const b = another(writer, pool);
    return { text: `(${a.text}) ${how} ${b.text}`, names: [...a.names, ...b.names] };
  });

/** An update of attributes that are no keys of anything. */
export const update: fc.Arbitrary<Make> = fc
  .tuple(fc.subarray(['SET', 'REMOVE', 'ADD', 'DELETE'], { minLength: 1 }), text)
  .map(([clauses, about]) => ({ name, value }, pool) => {
    const written: Readonly<Record<string, () => Written>> = {
      SET: () => ({
        text: `SET ${name('body')} = if_not_exists(${name('secret')}, ${value({ S: about(pool) })})`,
        names: ['body', 'secret'],
      }),
      REMOVE: () => ({ text: `remove ${name('hidden')}`, names: ['hidden'] }),
      ADD: () => ({ text: `ADD ${name('count')} ${value({ N: '1' })}`, names: ['count'] }),
      DELETE: () => ({ text: `REMOVE ${name('gone')}`, names: ['gone'] }),
    };
    const used = clauses.filter((clause) => clause !== 'DELETE' || !clauses.includes('REMOVE'));
    const all = used.flatMap((clause) => written[clause]?.() ?? []);
    return { text: all.map((one) => one.text).join(' '), names: all.flatMap((one) => one.names) };
  });

/** What a query is by. */
export interface KeyWritten {
  readonly parameters: object;
  readonly leading: string;
  readonly names: readonly string[];
  /** By KeyConditions, with which no expression goes. */
  readonly legacy: boolean;
}

/** A key condition in one of its forms. */
export const keyCondition: fc.Arbitrary<
  (writer: Writer, pool: Pool, partition: string, sort: string | undefined) => KeyWritten
> = fc
  .record({
    about: text,
    form: fc.nat(3),
    sorted: fc.nat(7),
    turned: fc.boolean(),
    and: fc.constantFrom(' AND ', '\nand '),
    legacy: fc.nat(5),
  })
  .map(({ about, form, sorted, turned, and, legacy }) => ({ name, value }, pool, partition, sort) => {
    const leading = about(pool);
    const bound = (at: string): Value => (sort === 'wt' ? { N: at } : { S: at });
    const withSort = sort !== undefined && sorted < 6;
    const names = withSort ? [partition, sort] : [partition];
    if (legacy === 0) {
      const parameters = {
        KeyConditions: {
          [partition]: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: leading }] },
          ...(withSort && { [sort]: { ComparisonOperator: 'GE', AttributeValueList: [bound('1')] } }),
        },
      };
      return { parameters, leading, names, legacy: true };
    }
    const p = name(partition);
    const v = value({ S: leading });
    const byKey = [`${p} = ${v}`, `${v}=${p}`, `(${p} = ${v})`, `((( ${v} = ${p} )))`][form] ?? '';
    const bySort = () => {
      const s = name(sort ?? '');
      const low = value(bound('1'));
      const forms = [`${s} = ${low}`, `${low} > ${s}`, `${s} <= ${low}`, `(${low} <= ${s})`];
      if (sorted === 4) return `${s} BETWEEN ${low} AND ${value(bound('9'))}`;
      if (sorted === 5 && sort !== 'wt') return `begins_with(${s}, ${low})`;
      return forms[sorted % 4] ?? '';
    };
    const both = withSort ? [byKey, bySort()] : [byKey];
    return {
      parameters: { KeyConditionExpression: (turned ? both.toReversed() : both).join(and) },
      leading,
      names,
      legacy: false,
    };
  });
