/** States permissions as the smallest policy document that means exactly them. */
import type { Permission } from '../scopes/defineScope.ts';
import { cover, type Rectangle } from './cover.ts';
import type { Conditions, OneOrMany, Statement } from './document.ts';
import { listOf, oneOrMany } from './oneOrMany.ts';

/** Permissions that differ in actions and in one more thing only: the resource, or the value of one condition. */
interface Alike {
  readonly first: Permission;
  /** What is in the column → the actions on it. */
  readonly table: Map<string, Set<string>>;
}

/** `{"Effect":"Allow","Action":…,"Resource":…},` without what stands for the dots. */
const STATEMENT_COST = 42;

/** In one text, which can be read in one way only: JSON says itself where it ends, and neither operators nor keys have spaces. */
const contextOf = ({ resource, conditions, anyOf }: Permission): string =>
  `${conditions === undefined ? '' : JSON.stringify(conditions)}${anyOf === undefined ? '' : ` ${anyOf.operator} ${anyOf.key} ${resource}`}`;

const tablesOf = (permissions: readonly Permission[]): readonly Alike[] => {
  const tables = new Map<string, Alike>();
  for (const permission of permissions) {
    const context = contextOf(permission);
    let alike = tables.get(context);
    if (alike === undefined) tables.set(context, (alike = { first: permission, table: new Map() }));
    const column = permission.anyOf?.value ?? permission.resource;
    const actions = alike.table.get(column);
    if (actions === undefined) alike.table.set(column, new Set(permission.actions));
    else for (const action of permission.actions) actions.add(action);
  }
  return [...tables.values()];
};

/**
 * `ForAllValues` looks at all of a request's values at once: those that an action may have must stand in one statement, or a
 * request with two of them would be denied.
 */
const wholeRows = (table: Alike['table']): readonly Rectangle[] => {
  const columnsOf = new Map<string, string[]>();
  for (const [column, actions] of table) {
    for (const action of actions) {
      const columns = columnsOf.get(action);
      if (columns) columns.push(column);
      else columnsOf.set(action, [column]);
    }
  }
  const rectangles = new Map<string, { actions: string[]; columns: readonly string[] }>();
  for (const [action, columns] of columnsOf) {
    const alike = JSON.stringify(columns);
    const known = rectangles.get(alike);
    if (known) known.actions.push(action);
    else rectangles.set(alike, { actions: [action], columns });
  }
  return [...rectangles.values()];
};

const statementOf = ({ resource, conditions, anyOf }: Permission, { actions, columns }: Rectangle): Statement => {
  const values = oneOrMany(columns);
  if (anyOf === undefined)
    return {
      Effect: 'Allow',
      Action: oneOrMany(actions),
      Resource: values,
      ...(conditions && { Condition: conditions }),
    };
  const { operator, key } = anyOf;
  const Condition: Conditions = { ...conditions, [operator]: { ...conditions?.[operator], [key]: values } };
  return { Effect: 'Allow', Action: oneOrMany(actions), Resource: resource, Condition };
};

const statementsOf = ({ first, table }: Alike): readonly Statement[] => {
  const { conditions, anyOf, resource } = first;
  const rectangles =
    anyOf?.operator === 'ForAllValues:StringEquals'
      ? wholeRows(table)
      : cover(
          table,
          STATEMENT_COST +
            (conditions ? JSON.stringify(conditions).length + 14 : 0) +
            (anyOf ? anyOf.operator.length + anyOf.key.length + resource.length + 25 : 0),
        );
  return rectangles.map((rectangle) => statementOf(first, rectangle));
};

/** Statements that are alike but for the one element share it. */
const sharing = (element: 'Action' | 'Resource', statements: readonly Statement[]): readonly Statement[] => {
  const alike = new Map<string, Statement[]>();
  for (const statement of statements) {
    const key = JSON.stringify({ ...statement, [element]: undefined });
    const group = alike.get(key);
    if (group) group.push(statement);
    else alike.set(key, [statement]);
  }
  return [...alike.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined || others.length === 0) return group;
    return [{ ...first, [element]: oneOrMany(group.flatMap((statement) => listOf(statement[element]))) }];
  });
};

/** An element's values, ready to be compared with many others. */
interface Values {
  readonly set: ReadonlySet<string>;
  readonly text: string;
}

const valuesOf = (values: OneOrMany | undefined): Values => {
  const set = new Set(listOf(values));
  return { set, text: JSON.stringify([...set].sort()) };
};

const includesAll = (outer: Values, inner: Values | undefined): boolean =>
  inner !== undefined &&
  (outer.set.size === inner.set.size
    ? outer.text === inner.text
    : outer.set.size > inner.set.size && [...inner.set].every((value) => outer.set.has(value)));

/** A statement's elements, by name: Action, Resource, and each condition. */
const elementsOf = ({ Action, Resource, Condition = {} }: Statement): ReadonlyMap<string, Values> =>
  new Map([
    ['Resource', valuesOf(Resource)],
    ['Action', valuesOf(Action)],
    ...Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => [`${operator} ${key}`, valuesOf(values)] as const),
    ),
  ]);

type Elements = ReturnType<typeof elementsOf>;

/** Whether `outer` allows whatever `inner` allows. Values of the operators that permissions use are alternatives: more allow more. */
const contains = (outer: Elements, inner: Elements): boolean =>
  outer.size <= inner.size && [...outer].every(([name, values]) => includesAll(values, inner.get(name)));

/** Leaves out statements that another one contains; of two that contain each other, the later one. */
const withoutContained = (statements: readonly Statement[]): readonly Statement[] => {
  if (statements.length < 2) return statements;
  const elements = statements.map(elementsOf);
  return statements.filter(
    ({ Condition }, at) =>
      Condition === undefined ||
      !elements.some((outer, other) => {
        const inner = elements[at];
        return inner !== undefined && other !== at && contains(outer, inner) && (other < at || !contains(inner, outer));
      }),
  );
};

/**
 * The fewest and shortest statements that allow these permissions and nothing else, as far as they are found: actions and
 * resources in shared statements, no Sid, single values as strings.
 */
export const pack = (permissions: readonly Permission[]): readonly Statement[] => {
  const statements = tablesOf(permissions).flatMap(statementsOf);
  const free = statements.filter(({ Condition }) => Condition === undefined);
  const bound = statements.filter(({ Condition }) => Condition !== undefined);
  return withoutContained([...free, ...(bound.length < 2 ? bound : sharing('Resource', sharing('Action', bound)))]);
};

/** The only way that STS takes what is above U+00FF. */
const escapeUnicode = (json: string): string =>
  json.replace(/[^\u0000-\u00ff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * The document as STS takes it: without white space of its own, characters above U+00FF escaped.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (Policy)
 */
export const policyText = (statements: readonly Statement[]): string =>
  escapeUnicode(
    JSON.stringify({ Version: '2012-10-17', Statement: statements.length === 1 ? statements[0] : statements }),
  );
