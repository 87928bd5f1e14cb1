import { deployment } from '../../test/fixtures.ts';
import { statementOf } from '../../deploy/check/grantedPermissions.ts';
import { evaluate } from '../policy/evaluate.ts';
import { executeApi } from './executeApi.ts';

const arn = 'arn:aws:execute-api:eu-central-1:123456789012:';
const api = { ...deployment, alias: 'api', kind: 'executeApi', name: 'a1b2c3d4e5/$default' };

it('names the stage $default so that IAM reads no variable in it', () => {
  const permissions = executeApi.access.GET(api, { segments: ['orders'], exact: false }, () => true);
  const policy = { Version: '2012-10-17' as const, Statement: permissions.map(statementOf) };
  const verdict = (resource: string) => evaluate(policy, { action: 'execute-api:Invoke', resource, context: {} });
  expect(verdict(`${arn}a1b2c3d4e5/$default/GET/orders/7`)).toBe('Allow');
  expect(verdict(`${arn}a1b2c3d4e5/prod/GET/orders/7`)).not.toBe('Allow');
});

it.each(['a1b2c3d4e5', 'a1b2c3d4e5/*', 'a1b2c3d4e5/prod/GET', '*/prod', 'a1b2c3d4e5/$other'])(
  'does not take %s for an API and its stage',
  (name) => {
    expect(executeApi.resourceName.test(name)).toBe(false);
  },
);
