/** The gate, asked over HTTP, and the second evaluator, which knows only what the request was made to say, decide alike. */
import fc from 'fast-check';
import { runs, timeFor } from '../../runs.ts';
import type { PlainPolicy, PlainRequest } from '../iam.ts';
import { sessionMay } from '../iam.ts';
import { SUB, hostile } from '../policies.ts';
import { endOf, keysIn } from './answers.ts';
import type { Asked } from './asked.ts';
import { dynamodbRequest } from './dynamodbRequests.ts';
import type { Pool } from './names.ts';
import { policyFor } from './policies.ts';
import { s3Request } from './s3Requests.ts';
import { objectsOf } from './s3Terms.ts';
import type { RoleName, Session } from './world.ts';
import { rolePolicies, startWorld } from './world.ts';

const RUNS = 160;

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
  expect(world.faults).toEqual([]);
});

const more = fc.constantFrom(
  ...['a', 'a/b', '*', '?', '$', '${', '${aws:username}', '..', 'a/../b', '//', '%2F', 'a%2Fb', ':', 'a b', ' ', '+', 'a+b', '&<>'],
  ...[`users/${SUB}/a`, `users/${SUB}/*`, 'users/b/a', 'ü東🙈', '"', "'", 'x\ny', '%', '%25', '#', '\\'],
); // prettier-ignore
const poolText = fc
  .tuple(fc.oneof(hostile, more, more), fc.oneof(fc.constant(''), more))
  .map(([one, another]) => one + another)
  .filter((made) => made !== '');
const pool: fc.Arbitrary<Pool> = fc.tuple(fc.constantFrom(SUB, `users/${SUB}/a`, 'a'), poolText, poolText, poolText);

const role = fc.constantFrom<readonly [RoleName, isNarrowed: boolean]>(
  ...Array.from({ length: 8 }, () => ['wide', true] as const),
  ['narrow', true],
  ['narrow', false],
);
const run = fc.oneof(
  fc.tuple(pool, role, policyFor('s3'), fc.array(s3Request, { minLength: 10, maxLength: 14 })),
  fc.tuple(pool, role, policyFor('dynamodb'), fc.array(dynamodbRequest, { minLength: 10, maxLength: 14 })),
);

const judgements = { allowed: 0, denied: 0 };
const seen = new Map<string, Set<string>>();
const note = ({ kind }: Asked, verdict: 'allowed' | 'denied') => {
  judgements[verdict] += 1;
  seen.set(kind, (seen.get(kind) ?? new Set()).add(verdict));
};

const objects = () =>
  [...world.store.buckets].flatMap(([bucket, of]) =>
    [...of.objects].map(([key, { etag }]) => `${bucket}/${key} ${etag}`),
  );

const compare = async (by: Session, may: (need: PlainRequest) => boolean, asked: Asked) => {
  const before = objects();
  const answer = await world.send(by, asked);
  const [end, message] = endOf(asked, answer);
  const refused = asked.needs.filter((need) => !may(need));
  if (refused.length === 0) {
    expect({ asked, answer, ended: asked.ends.includes(end) }).toMatchObject({ ended: true });
  } else {
    expect({ asked, answer, end }).toMatchObject({
      end: asked.service === 's3' ? 'AccessDenied' : 'AccessDeniedException',
    });
    expect({ asked, objects: objects() }).toMatchObject({ objects: before });
    // It says what was refused: one of the actions, on its own resource.
    const told = refused.some(({ action, resource }) =>
      [` perform: ${action} on resource: ${resource} `, ` perform: ${action} on resource: "${resource}" `].some(
        (part) => message.includes(part),
      ),
    );
    expect({ asked, message, refused, told: told || asked.method === 'HEAD' }).toMatchObject({ told: true });
  }
  if (asked.each) {
    const [allowed, denied] = [true, false].map((wish) =>
      [...(asked.each ?? [])].filter(([, need]) => may(need) === wish).map(([key]) => key),
    );
    expect({ asked, deleted: keysIn(answer.body, 'Deleted'), refused: keysIn(answer.body, 'Error') }).toMatchObject({
      deleted: allowed,
      refused: denied,
    });
    for (const need of asked.each.values()) note(asked, may(need) ? 'allowed' : 'denied');
  } else note(asked, refused.length === 0 ? 'allowed' : 'denied');
};

const reset = (texts: Pool) => {
  world.store.clear();
  for (const [name, tags] of objectsOf(texts)) {
    const [bucket = '', ...key] = name.split('/');
    world.store.seed(bucket, key.join('/'), 'seeded');
    const stored = world.store.buckets.get(bucket)?.objects.get(key.join('/'));
    if (stored)
      world.store.buckets.get(bucket)?.put({ ...stored, tags: new Map(Object.entries(tags) as [string, string][]) });
  }
};

it(
  'decides every request alike',
  async () => {
    await fc.assert(
      fc.asyncProperty(run, async ([texts, [name, isNarrowed], makePolicy, makers]) => {
        const { document, text } = makePolicy(texts);
        const by = await world.session(name, isNarrowed ? text : undefined);
        const narrowing: readonly PlainPolicy[] | undefined = isNarrowed ? [document] : undefined;
        const may = (need: PlainRequest) => sessionMay([rolePolicies[name]], narrowing, need);
        for (const make of makers) {
          reset(texts);
          await compare(by, may, make(texts));
        }
      }),
      runs(RUNS),
    );
    // Else the policies are too odd to say anything.
    const { allowed, denied } = judgements;
    expect(Math.min(allowed, denied)).toBeGreaterThan((allowed + denied) / 5);
    expect([...seen].filter(([, verdicts]) => verdicts.size < 2)).toEqual([]);
  },
  timeFor(RUNS * 2000),
);
