import type { Permission } from '../scopes/defineScope.ts';
import { pack, policyText } from './pack.ts';

const permission = (over: Partial<Permission>): Permission => ({ actions: ['a:A'], resource: 'arn:r', ...over });
const values = (value: string | readonly string[]) => ({ conditions: { StringEquals: { 'a:key': value } } });
const anyOf = (value: string) => ({ anyOf: { operator: 'StringEquals', key: 'a:key', value } as const });
const stating = (...permissions: readonly Partial<Permission>[]) =>
  (JSON.parse(policyText(pack(permissions.map(permission)))) as { Statement: unknown }).Statement;
const stated = (condition?: unknown, Action: unknown = 'a:A', Resource: unknown = 'arn:r') => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(condition !== undefined && { Condition: { StringEquals: { 'a:key': condition } } }),
});

describe('pack', () => {
  it.each<{ why: string; permissions: readonly Partial<Permission>[]; statements: unknown }>([
    {
      why: 'resources of the same actions together',
      permissions: [{}, { resource: 'arn:s' }],
      statements: stated(undefined, 'a:A', ['arn:r', 'arn:s']),
    },
    {
      why: 'values of one condition together',
      permissions: [anyOf('x'), anyOf('y'), anyOf('x')],
      statements: stated(['x', 'y']),
    },
    {
      why: 'values of other actions apart',
      permissions: [anyOf('x'), { ...anyOf('y'), actions: ['a:B'] }],
      statements: [stated('x'), stated('y', 'a:B')],
    },
    {
      why: 'actions under one condition together',
      permissions: [anyOf('x'), { ...anyOf('x'), actions: ['a:B'] }],
      statements: stated('x', ['a:A', 'a:B']),
    },
    {
      why: 'values of other resources apart',
      permissions: [anyOf('x'), { ...anyOf('y'), resource: 'arn:s' }],
      statements: [stated('x'), stated('y', 'a:A', 'arn:s')],
    },
    { why: 'once what has no condition too', permissions: [anyOf('x'), {}], statements: stated() },
    {
      why: 'what has no condition for other actions apart',
      permissions: [anyOf('x'), { actions: ['a:B'] }],
      statements: [stated(undefined, 'a:B'), stated('x')],
    },
    {
      why: 'once what a wider condition allows too',
      permissions: [values('x'), values(['x', 'y'])],
      statements: stated(['x', 'y']),
    },
    {
      why: 'conditions that overlap apart',
      permissions: [values(['x', 'z']), values(['x', 'y'])],
      statements: [stated(['x', 'z']), stated(['x', 'y'])],
    },
    {
      why: 'one of two that say the same in another order',
      permissions: [values(['x', 'y']), values(['y', 'x'])],
      statements: stated(['x', 'y']),
    },
  ])('states $why', ({ permissions, statements }) => {
    expect(stating(...permissions)).toEqual(statements);
  });

  it('joins values with fixed ones of the same operator', () => {
    const keyed = (value: string) => ({
      conditions: { StringEquals: { 'a:other': 'o' }, Null: { 'a:key': 'false' } },
      ...anyOf(value),
    });
    expect(stating(keyed('x'), keyed('y'))).toMatchObject({
      Condition: { StringEquals: { 'a:other': 'o', 'a:key': ['x', 'y'] }, Null: { 'a:key': 'false' } },
    });
  });
});
