/** An explanation never says otherwise than the evaluator, and names what is missing. */
import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import type { PolicyDocument, Statement } from './document.ts';
import { evaluate, PolicyError } from './evaluate.ts';
import { explain } from './explain.ts';

const actions = ['s3:GetObject', 's3:PutObject', 's3:ListBucket'];
const resources = ['arn:aws:s3:::b', 'arn:aws:s3:::b/k', 'arn:aws:s3:::b/a/k'];
const patterns = [...resources, '*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b/${aws:PrincipalTag/v0}/*', 'arn:aws:s3:::?'];
const values = ['a/', 'a', '', 'a/*', '${aws:PrincipalTag/v0}/', 'true', 'false'];
const some = <Value>(all: readonly Value[], minLength = 1) => fc.subarray([...all], { minLength });

const condition = fc
  .tuple(
    fc.constantFrom('StringLike', 'StringEquals', 'StringNotEquals', 'StringLikeIfExists', 'ForAllValues:StringEquals'),
    fc.constantFrom('s3:prefix', 's3:delimiter', 'aws:SecureTransport'),
    some(values),
  )
  .map(([operator, key, wanted]) => ({ [operator]: { [key]: wanted } }));
const nulls = fc.constantFrom({ Null: { 's3:prefix': 'false' } }, { Null: { 's3:prefix': 'true' } });
const statement = fc
  .record({
    Effect: fc.constantFrom<Statement['Effect'][]>('Allow', 'Allow', 'Allow', 'Deny'),
    what: fc.oneof(
      some([...actions, 's3:*', '*']).map((Action) => ({ Action })),
      some(actions).map((NotAction) => ({ NotAction })),
    ),
    where: fc.oneof(
      some(patterns).map((Resource) => ({ Resource })),
      some(patterns).map((NotResource) => ({ NotResource })),
    ),
    Condition: fc.option(fc.oneof(condition, nulls), { nil: undefined }),
  })
  .map(({ Effect, what, where, Condition }): Statement => ({
    Effect,
    ...what,
    ...where,
    ...(Condition && { Condition }),
  }));
const policy = fc.array(statement, { minLength: 1, maxLength: 4 }).map((Statement): PolicyDocument => ({
  Version: '2012-10-17',
  Statement,
}));
const value = fc.oneof(fc.constantFrom('a/', 'a', '', 'b/', 'true'), some(['a/', 'b/', ''], 0));
const request = fc.record({
  action: fc.constantFrom(...actions, 'S3:getobject', 'sts:AssumeRole'),
  resource: fc.constantFrom(...resources, '*', 'arn:aws:s3:::b/*'),
  context: fc.dictionary(
    fc.constantFrom('s3:prefix', 's3:delimiter', 'aws:SecureTransport', 'aws:PrincipalTag/v0'),
    value,
  ),
});

const orError = (judge: () => unknown): unknown => {
  try {
    return judge();
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
};

it('says what evaluate says', () => {
  const seen = new Set<unknown>();
  fc.assert(
    fc.property(policy, request, (document, asked) => {
      const explained = orError(() => {
        const said = explain(document, asked);
        seen.add(said.allowed ? 'Allow' : said.because);
        return said.allowed ? 'Allow' : said.because === 'EXPLICIT' ? 'ExplicitDeny' : 'ImplicitDeny';
      });
      expect(explained).toEqual(orError(() => evaluate(document, asked)));
    }),
    runs(2000),
  );
  expect([...seen].sort()).toEqual(['ACTION', 'Allow', 'CONDITION', 'EXPLICIT', 'RESOURCE']);
});

it('names conditions that do not hold, each of which is needed', () => {
  fc.assert(
    fc.property(policy, request, (document, asked) => {
      const explained = orError(() => explain(document, asked)) as ReturnType<typeof explain> | string;
      if (typeof explained === 'string' || explained.allowed || explained.because !== 'CONDITION') return;
      expect(explained.unmet.length).toBeGreaterThan(0);
      const { Condition, ...rest } = explained.statement;
      const alone = (Statement: Statement) => evaluate({ Version: '2012-10-17', Statement }, asked);
      expect([alone(rest), alone({ ...rest, Condition: Condition ?? {} })]).toEqual(['Allow', 'ImplicitDeny']);
    }),
    runs(2000),
  );
});

it('names the statement that comes closest', () => {
  const list = (...keys: readonly string[]): Statement => ({
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: 'arn:aws:s3:::b',
    Condition: { StringEquals: Object.fromEntries(keys.map((key) => [key, 'x'])) },
  });
  expect(
    explain(
      { Version: '2012-10-17', Statement: [list('s3:prefix', 's3:delimiter'), list('s3:Prefix')] },
      { action: 's3:ListBucket', resource: 'arn:aws:s3:::b', context: { 'S3:PREFIX': 'y' } },
    ),
  ).toEqual({
    allowed: false,
    because: 'CONDITION',
    statement: list('s3:Prefix'),
    unmet: [{ operator: 'StringEquals', key: 's3:Prefix', wanted: ['x'], given: ['y'] }],
  });
});
