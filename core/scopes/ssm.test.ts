import { compileGrants } from '../compileGrants.ts';
import { deployment } from '../../test/fixtures.ts';
import { refusalOf } from '../../test/refusal.ts';
import { under } from '../../test/scopes/asking.ts';
import { GrantsError } from '../grantsError.ts';

const { statements, allows } = under('ssm', { whole: true, access: ['READ', 'WRITE', 'LIST'] });
const parameter = (name: string) => `arn:aws:ssm:eu-central-1:123456789012:parameter${name}`;

it('lists all of a hierarchy and nothing beside it', () => {
  const lists = (path: string) =>
    allows({ action: 'ssm:GetParametersByPath', resource: parameter(path) }, { access: ['LIST'] });
  const paths = ['/app/settings', '/app/settings/', '/app/settings/a/b', '/app', '/', '/app/settings2'];
  expect(paths.map(lists)).toEqual([true, true, true, false, false, false]);
});

it('reads one parameter and none below it', () => {
  const ask = { parameter: 'a/b', access: ['READ', 'WRITE'] };
  for (const action of ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:PutParameter']) {
    const reads = (name: string) => allows({ action, resource: parameter(name) }, ask);
    expect(['/app/settings/a/b', '/app/settings/a/b/c', '/app/settings/a/b2'].map(reads)).toEqual([true, false, false]);
  }
});

it('lists under no one parameter', () => {
  expect(refusalOf(() => statements({ parameter: 'a', access: ['LIST'] })).code).toBe('InvalidScope');
  expect(() => under('ssm', { parameter: 'a', access: ['LIST'] })).toThrow(GrantsError);
});

it.each(['a*/', 'a b/', '../', 'a//', '/a/', 'a:1/', 'é/'])('refuses the path %s', (path) => {
  expect(refusalOf(() => statements({ path, access: ['READ'] })).code).toBe('InvalidScope');
});

it.each(['', '/', 'app', '/app/', '/app//a', '/app/*', '/app:1'])('takes no hierarchy with the root %j', (name) => {
  const compile = () =>
    compileGrants({ resources: { own: { kind: 'ssm' } }, grants: [] }, { own: { name } }, deployment);
  expect(compile).toThrow('RESOURCES.own.name');
});
