/** A packed policy that was changed and is still proved allows what it allowed before: what proves it never takes wider for the same. */
import fc from 'fast-check';
import type { Conditions, PolicyDocument, Statement } from '../../core/policy/document.ts';
import { compilePolicies, type CompiledPolicies, evaluate } from '../../core/policy/evaluate.ts';
import { oneOrMany } from '../../core/policy/oneOrMany.ts';
import { pack } from '../../core/policy/pack.ts';
import { means } from '../../core/policy/unpack.ts';
import type { Permission } from '../../core/scopes/defineScope.ts';
import { services } from '../../core/scopes/index.ts';
import { neighboursOf } from '../../deploy/check/neighbours.ts';
import { listed, type Probe, probesOf } from '../../deploy/check/probes.ts';
import { runs } from '../runs.ts';
import { partsOf, resourcesFor, stated } from './statedParts.ts';

/** Of each service what its access values state on its parts. */
const permissions = services.map((service) =>
  resourcesFor(service)
    .slice(0, 2)
    .flatMap((of) =>
      partsOf(service).flatMap((part) =>
        Object.keys(service.access).flatMap((access) => stated(service, access, of, part) ?? []),
      ),
    ),
);

const NETWORKS: readonly Conditions[] = [
  {},
  { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '203.0.113.0/24'] } },
  { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } },
  { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } },
];
const MET: readonly Probe['context'][] = [
  {},
  { 'aws:SourceIp': '198.51.100.7' },
  { 'aws:SourceIp': '203.0.113.7', 'aws:CurrentTime': '2026-06-01T00:00:00Z' },
];

const asked = fc.constantFrom(...permissions).chain((of) =>
  fc.array(
    fc
      .tuple(fc.constantFrom(...of), fc.constantFrom(...NETWORKS))
      .map(([one, conditions]): Permission => ({ ...one, conditions: { ...one.conditions, ...conditions } })),
    { minLength: 1, maxLength: 6 },
  ),
);

/** Takes one of a list, by the next of some random numbers. */
type Pick = <Item>(items: readonly Item[]) => Item | undefined;

interface Test {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

const testsOf = ({ Condition = {} }: Statement): readonly Test[] =>
  Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values: listed(values) })),
  );

const withTests = (statement: Statement, tests: readonly Test[]): Statement => {
  const Condition: Record<string, Record<string, string | readonly string[]>> = {};
  for (const { operator, key, values } of tests) (Condition[operator] ??= {})[key] = oneOrMany(values);
  return { ...statement, Condition };
};

const OTHER_OPERATORS = ['StringLike', 'StringEqualsIfExists', 'ForAllValues:StringEquals', 'ForAllValues:StringLike'];

/** Faults of packing, each of one statement; `other` is another one of the same policy. */
const changes: readonly ((one: Statement, other: Statement, pick: Pick) => readonly Statement[])[] = [
  () => [],
  (one, other, pick) => [{ ...one, Action: oneOrMany([...listed(one.Action), ...[pick(listed(other.Action)) ?? []].flat()]) }],
  (one, other, pick) => [{ ...one, Resource: oneOrMany([...listed(one.Resource), ...[pick(listed(other.Resource)) ?? []].flat()]) }],
  (one, other) => [withTests(one, testsOf(other))],
  (one, _, pick) => [{ ...one, Resource: oneOrMany(listed(one.Resource).map((arn) => (pick([true, false]) === true ? arn.replace(/\/[^/]*$/, '/*') : arn))) }],
  (one, _, pick) => [{ ...one, Resource: oneOrMany(listed(one.Resource).map((arn) => (pick([true, false]) === true ? arn.replace(/.$/, '*') : arn))) }],
  (one, _, pick) => [one, { ...one, Resource: pick(listed(one.Resource)) ?? [] }],
  (one, _, pick) => [{ ...one, Resource: oneOrMany(listed(one.Resource).filter((arn, at) => at === 0 || arn !== pick(listed(one.Resource)))) }],
  (one, _, pick) => {
    const left = pick(testsOf(one));
    return [withTests(one, testsOf(one).filter(({ operator, key }) => operator !== left?.operator || key !== left.key))];
  },
  (one, other, pick) => {
    const more = pick(testsOf(other))?.values ?? [];
    return [withTests(one, testsOf(one).map((test) => ({ ...test, values: pick([true, false]) === true ? [...test.values, ...more] : test.values })))];
  },
  (one, _, pick) => {
    const tests = testsOf(one);
    const apart = pick(tests.filter(({ values }) => values.length > 1));
    return (apart?.values ?? []).map((value) => withTests(one, tests.map((test) => (test === apart ? { ...test, values: [value] } : test))));
  },
  (one, _, pick) => [withTests(one, testsOf(one).map((test) => ({ ...test, operator: pick([test.operator, ...OTHER_OPERATORS]) ?? test.operator })))],
]; // prettier-ignore

const documentOf = (statements: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** Undefined: AWS would not take it either. */
const compiled = (statements: readonly Statement[]): CompiledPolicies | undefined => {
  try {
    return compilePolicies(documentOf(statements), 'identity');
  } catch {
    return undefined;
  }
};
/** What AWS does not document, such as several values of a key that has one, is no difference. */
const differ = (before: CompiledPolicies, now: CompiledPolicies, request: Probe): boolean => {
  try {
    return evaluate(before, request) !== evaluate(now, request);
  } catch {
    return false;
  }
};

it('is never proved to mean what it does not', () => {
  let proved = 0;
  let refused = 0;
  fc.assert(
    fc.property(asked, fc.infiniteStream(fc.nat(999)), (all, random) => {
      const pick: Pick = (items) => items[Number(random.next().value) % Math.max(1, items.length)];
      const statements = pack(all);
      const at = statements.indexOf(pick(statements) ?? { Effect: 'Allow' });
      const [one, other] = [statements[at], pick(statements)];
      if (one === undefined || other === undefined) return;
      const inPlace = pick(changes)?.(one, other, pick) ?? [];
      const after = statements.toSpliced(at, 1, ...inPlace);
      const [before, now] = [compiled(statements), compiled(after)];
      if (before === undefined || now === undefined) return;
      if (!means({ text: JSON.stringify(documentOf(after)), tags: [] }, all)) {
        refused += 1;
        return;
      }
      proved += 1;
      const asking = { session: {}, expand: (action: string) => [action], fillings: ['', 'x/y'] };
      const own = [...inPlace, one].flatMap((statement) => probesOf(statement, asking));
      const requests = [...own, ...own.slice(0, 9).flatMap((probe) => neighboursOf(probe, ['acme']))];
      const different = requests
        .flatMap((request) => MET.map((context) => ({ ...request, context: { ...request.context, ...context } })))
        .filter((request) => differ(before, now, request));
      expect(different).toEqual([]);
    }),
    runs(4000),
  );
  expect(Math.min(proved, refused)).toBeGreaterThan(100);
});
