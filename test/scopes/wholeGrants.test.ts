/** Of each service, a grant of everything: the checks find that a Vend policy of its own words allows all that it gives, and no more. */
import { compileGrants } from '../../core/compileGrants.ts';
import { evaluate } from '../../core/policy/evaluate.ts';
import { type ServiceName, services } from '../../core/scopes/index.ts';
import { awsActions } from '../../deploy/check/awsActions.ts';
import { grantedOf, statementOf, unionOf } from '../../deploy/check/grantedPermissions.ts';
import { sessionContext } from '../../deploy/check/imaginedCaller.ts';
import { probesOf } from '../../deploy/check/probes.ts';
import { widerAccess } from '../../deploy/check/widerAccess.ts';
import { deployment, member } from '../fixtures.ts';
import { samples } from './samples.ts';

const actions = await awsActions();
const roleArn = deployment.vendRoleArn;

it.each(services.map((service) => [service.name, service] as const))('%s', (name, { part, access, refuse }) => {
  const whole = part.grantFields.includes('whole') ? { whole: true } : {};
  const { shape } = part.template(whole, 'grant');
  const given = Object.keys(access).filter((value) => refuse?.(shape, value) === undefined);
  const grants = compileGrants(
    {
      resources: { own: { kind: name } },
      grants: [{ name: 'own', to: 'everyone', resource: 'own', access: given, ...whole }],
    },
    { own: samples[name as ServiceName].resource },
    deployment,
  );
  const vendPolicy = unionOf(grants, roleArn, member);
  const asking = { session: sessionContext(grants, member), expand: (action: string) => [action] };
  const probes = grantedOf(grants, roleArn, member)
    .flatMap(({ permissions }) => permissions.map(statementOf))
    .flatMap((statement) => probesOf(statement, asking));
  expect(probes.length).toBeGreaterThan(0);
  expect(probes.filter((probe) => evaluate(vendPolicy, probe) !== 'Allow')).toEqual([]);
  const trustPolicy = { Version: '2012-10-17' as const, Statement: [] };
  const role = { name: 'vend', arn: roleArn, trustPolicy, maxSessionDuration: 3600, policies: [vendPolicy] };
  expect(widerAccess(role, grants, actions)).toEqual([]);
});
