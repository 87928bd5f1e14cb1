/** Session policies at and over their limit. */
import { member, serviceWith, SUB } from '../test/fixtures.ts';
import { refusalOf } from '../test/refusal.ts';
import { cpuMs } from '../test/cpuMs.ts';
import { planVend } from './plan.ts';
import type { ScopeInput } from './schema.ts';
import { POLICY_LIMIT, TOKEN_LIMIT, tokenBound } from './policy/budget.ts';

const service = serviceWith();
const own = `users/${SUB}/`;
const uploads = (ask: Readonly<Record<string, unknown>>) => ({
  s3: [{ resource: 'uploads', access: ['READ'], ...ask }],
});

describe('a scope that is too large', () => {
  const asks = (count: number, access = ['READ', 'WRITE', 'LIST']) => ({
    s3: Array.from({ length: count }, (_, index) => ({
      resource: 'uploads',
      prefix: `${own}folder-${String(index)}/`,
      access,
    })),
  });

  it.each([50, 500])('with %i asks is refused with a split that fits and means the same', (count) => {
    const { code, info } = refusalOf(() => planVend(service, member, { scope: asks(count) }));
    expect([code, info['limit']]).toEqual(['ScopeTooLarge', POLICY_LIMIT]);
    expect(info['characters']).toBeGreaterThan(POLICY_LIMIT);
    const split = info['split'] as ScopeInput[];
    const policies = split.map((scope) => planVend(service, member, { scope }).sessionPolicy ?? '');
    expect(policies.every(({ length }) => length <= POLICY_LIMIT)).toBe(true);
    expect(split.flatMap((scope) => scope.s3)).toEqual(asks(count).s3);
  });

  it('fills each of the split’s policies', () => {
    const split = refusalOf(() => planVend(service, member, { scope: asks(100) })).info['split'] as ScopeInput[];
    const [first, second] = split;
    expect(
      refusalOf(() =>
        planVend(service, member, { scope: { s3: [...(first?.s3 ?? []), ...(second?.s3 ?? []).slice(0, 1)] } }),
      ).code,
    ).toBe('ScopeTooLarge');
  });

  it('is refused in little time, however deep and alike its parts are', () => {
    const scope = {
      s3: Array.from({ length: 500 }, (_, index) => ({
        resource: 'uploads',
        prefix: `${own}${'a/'.repeat(97)}${String(index)}/`,
        access: ['READ'],
      })),
    };
    expect(
      cpuMs(() => {
        expect(refusalOf(() => planVend(service, member, { scope })).code).toBe('ScopeTooLarge');
      }),
    ).toBeLessThan(2000);
  });

  it('with one ask that is too large by itself has no split', () => {
    const key = `${own}${'🙈'.repeat(240)}`;
    expect(refusalOf(() => planVend(service, member, { scope: uploads({ key }) }))).toMatchObject({
      code: 'ScopeTooLarge',
      info: { split: null },
    });
  });

  it('is refused, never widened, at the very limit', () => {
    const scope = (length: number) => uploads({ key: `${own}${'$'.repeat(length)}` });
    const fits = Array.from({ length: 500 }, (_, length) => length + 1).filter((length) => {
      try {
        return planVend(service, member, { scope: scope(length) }).sessionPolicy !== undefined;
      } catch {
        return false;
      }
    });
    const most = Math.max(...fits);
    expect(planVend(service, member, { scope: scope(most) }).sessionPolicy?.length).toBeGreaterThan(POLICY_LIMIT - 4);
    expect(refusalOf(() => planVend(service, member, { scope: scope(most + 1) })).code).toBe('ScopeTooLarge');
  });

  it('is packed with session tags where the session token has room for them, and split where it may not', () => {
    const deep = {
      s3: Array.from({ length: 16 }, (_, index) => ({
        resource: 'uploads',
        prefix: `${own}${'folder/'.repeat(6)}${String(index)}/`,
        access: ['READ', 'LIST'],
      })),
    };
    const plan = planVend({ ...service, tokenOverhead: 0 }, member, { scope: deep });
    expect(plan.sessionTags.length).toBeGreaterThan(plan.identityTags.length);
    const { sessionPolicy: policy, sessionTags: tags } = plan;
    expect(tokenBound({ policy, tags }, 0)).toBeLessThanOrEqual(TOKEN_LIMIT);
    expect(refusalOf(() => planVend({ ...service, tokenOverhead: 1200 }, member, { scope: deep })).code).toBe(
      'ScopeTooLarge',
    );
  });
});
