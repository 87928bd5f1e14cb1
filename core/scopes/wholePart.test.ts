import { deployment, member } from '../../test/fixtures.ts';
import { refusalOf } from '../../test/refusal.ts';
import { compileGrants } from '../compileGrants.ts';
import { planVend } from '../plan.ts';

const serviceWith = (grant: Readonly<Record<string, unknown>>) => ({
  deployment,
  grants: compileGrants(
    {
      resources: { voice: { kind: 'polly' } },
      grants: [{ name: 'voice', to: 'everyone', resource: 'voice', access: ['SPEAK'], ...grant }],
    },
    { voice: {} },
    deployment,
  ),
});

it.each([{}, { whole: false }, { whole: 'true' }])('takes no grant on a whole service that only says %j', (grant) => {
  expect(() => serviceWith(grant)).toThrow(/whole: true/);
});

it('vends a whole service to a grant that says so, and no part of it', () => {
  const service = serviceWith({ whole: true });
  const plan = (ask: unknown) => planVend(service, member, { scope: { polly: [ask] } });
  expect(plan({ resource: 'voice', access: ['SPEAK'] }).parts).toHaveLength(1);
  expect(refusalOf(() => plan({ resource: 'voice', whole: true, access: ['SPEAK'] })).code).toBe('InvalidScope');
});
