/** The Condition element: operators with set prefix and IfExists suffix, on the keys of a request's context. */
import { elementsOf, listOf } from './elements.ts';
import type { Operator } from './operators.ts';
import { operators } from './operators.ts';
import { PolicyError, shown } from './policyError.ts';
import type { ContextValues } from './request.ts';

type Holds = (context: ContextValues) => boolean;

/** One operator on one key. All of a statement's must hold. */
export interface ConditionTest {
  readonly operator: string;
  /** As the policy writes it. */
  readonly key: string;
  /** The policy's values. */
  readonly values: readonly string[];
  readonly holds: Holds;
}

interface OperatorName {
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly base: string;
  readonly ifExists: boolean;
}

const readName = (name: string): OperatorName => {
  const [, set, base = '', suffix] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/s.exec(name) ?? [];
  return {
    set: set === 'ForAllValues' || set === 'ForAnyValue' ? set : undefined,
    base,
    ifExists: suffix !== undefined,
  };
};

/** IAM takes numbers and booleans in place of their text. */
const valuesOf = (value: unknown, path: string): readonly string[] =>
  listOf(value, path).map((one) => {
    if (typeof one === 'string') return one;
    if (typeof one === 'number' || typeof one === 'boolean') return String(one);
    throw new PolicyError(path, `must be text, not ${shown(one)}.`);
  });

type Actual = string | readonly string[] | undefined;

/**
 * The values that a set operator looks at. None when the key is absent or "resolves to a null data set, such as an empty
 * string" (IAM User Guide, "Single-valued vs. multivalued context keys").
 */
const setOf = (actual: Actual): readonly string[] => {
  const values = typeof actual === 'string' ? [actual] : (actual ?? []);
  return values.every((value) => value === '') ? [] : values;
};

const isMultivalued = (actual: Actual): actual is readonly string[] => typeof actual === 'object';

/** `Null`: "true" holds when the key is absent. A single-valued key whose value is the empty text is there. */
const nullTest = (key: string, values: readonly string[], path: string): Holds => {
  const wanted = values.map((value) => {
    if (/^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
    throw new PolicyError(path, `${shown(value)} is not true or false.`);
  });
  return (context) => {
    const actual = context.get(key);
    return wanted.includes(isMultivalued(actual) ? setOf(actual).length === 0 : actual === undefined);
  };
};

const operatorTest = (
  { negated, compile }: Operator,
  { set, ifExists }: OperatorName,
  key: string,
  values: readonly string[],
  path: string,
  variables: boolean,
): Holds => {
  const tests = values.map((value) => compile(value, path, variables));
  return (context) => {
    const actual = context.get(key);
    const holds = (value: string): boolean => tests.some((matches) => matches(value, context)) !== negated;
    // "ForAllValues … also returns true if there are no context keys in the request": true of the empty set, as for every.
    if (set === 'ForAllValues') return setOf(actual).every(holds);
    if (set === 'ForAnyValue') return setOf(actual).some(holds);
    if (actual === undefined) return ifExists || negated;
    // "Multivalued context keys require a condition set operator": what IAM does without one is not documented.
    if (isMultivalued(actual)) {
      throw new PolicyError(path, 'the key is multivalued. Put ForAllValues: or ForAnyValue: before the operator.');
    }
    return holds(actual);
  };
};

/** Reads a Condition. An operator that is not known or not documented to the end is a PolicyError, never a match. */
export const conditionTests = (condition: unknown, path: string, variables: boolean): readonly ConditionTest[] =>
  [...elementsOf(condition, path)].flatMap(([name, keys]) => {
    const at = `${path}.${name}`;
    const operatorName = readName(name);
    const operator = operators.get(operatorName.base);
    const isNull = name === 'Null';
    if (operator === undefined && !isNull)
      throw new PolicyError(path, `${shown(name)} is not a condition operator known here.`);
    if (operatorName.set === 'ForAnyValue' && operatorName.ifExists) {
      throw new PolicyError(
        at,
        'what ForAnyValue with IfExists means for an absent key is not documented. Use two statements.',
      );
    }
    const byKey = [...elementsOf(keys, at)];
    if (byKey.length === 0) throw new PolicyError(at, 'names no condition key.');
    return byKey.map(([key, value]) => {
      const keyPath = `${at}[${shown(key)}]`;
      if (!/^[^:*?$]+:[^*?$]+$/s.test(key)) throw new PolicyError(keyPath, 'is not a condition key, service:name.');
      const values = valuesOf(value, keyPath);
      const holds =
        operator === undefined
          ? nullTest(key.toLowerCase(), values, keyPath)
          : operatorTest(operator, operatorName, key.toLowerCase(), values, keyPath, variables);
      return { operator: name, key, values, holds };
    });
  });
