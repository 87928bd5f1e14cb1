/** How long credentials may live. */
import { guest, serviceWith } from '../test/fixtures.ts';
import { refusalOf } from '../test/refusal.ts';
import { planVend } from './plan.ts';

const uploads = (ask: Readonly<Record<string, unknown>>) => ({
  s3: [{ resource: 'uploads', access: ['READ'], ...ask }],
});

describe('a duration', () => {
  const withLimits = serviceWith({
    resources: { uploads: { kind: 's3' } },
    grants: [
      {
        name: 'short',
        to: 'everyone',
        resource: 'uploads',
        prefix: 'a/',
        access: ['READ', 'WRITE'],
        maxDurationSeconds: 1200,
      },
      { name: 'long', to: 'everyone', resource: 'uploads', prefix: 'a/', access: ['READ'] },
    ],
  });
  const durationOf = (access: readonly string[], durationSeconds?: unknown) =>
    planVend(withLimits, guest, { scope: uploads({ prefix: 'a/', access }), durationSeconds }).durationSeconds;

  it.each([
    ['left out: the longest', ['READ'], undefined, 3600],
    ['null: the longest', ['READ'], null, 3600],
    ['of the grant that lasts longest', ['READ'], 3600, 3600],
    ['of the shortest of the grants that are needed', ['READ', 'WRITE'], undefined, 1200],
    ['the least that AWS allows', ['READ'], 900, 900],
  ])('is %s', (_, access, asked, expected) => {
    expect(durationOf(access, asked)).toBe(expected);
  });

  it.each([0, -1, 899, 3601, 1e9, 900.5, NaN, Infinity, '900', {}, true])(
    'of %j is refused with the bounds',
    (asked) => {
      expect(refusalOf(() => durationOf(['READ'], asked))).toMatchObject({
        code: 'InvalidDuration',
        info: { min: 900, max: 3600 },
      });
    },
  );

  it('over the grant’s is refused with the grant’s bounds', () => {
    expect(refusalOf(() => durationOf(['WRITE'], 1201))).toMatchObject({
      code: 'InvalidDuration',
      info: { asked: 1201, min: 900, max: 1200 },
    });
  });
});

it('of a role is that of the grant that lasts longest', () => {
  const roles = serviceWith({
    resources: { reporting: { kind: 'role' } },
    grants: [
      { name: 'short', to: 'everyone', role: 'reporting', maxDurationSeconds: 900 },
      { name: 'long', to: 'everyone', role: 'reporting', maxDurationSeconds: 1800 },
      { name: 'middle', to: 'everyone', role: 'reporting', maxDurationSeconds: 1200 },
    ],
  });
  const plan = planVend(roles, guest, { scope: { role: 'reporting' } });
  expect([plan.role?.name, plan.durationSeconds]).toEqual(['long', 1800]);
});
