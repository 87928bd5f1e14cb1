/** What every service's sample has to show: the exact policy, what it allows and denies, and that the Vend policy agrees with the grant. */
import { compileGrants } from '../../core/compileGrants.ts';
import { planVend, type VendService } from '../../core/plan.ts';
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import { evaluate } from '../../core/policy/evaluate.ts';
import { policyText } from '../../core/policy/pack.ts';
import { type ServiceName, services } from '../../core/scopes/index.ts';
import { awsActions, isOn, supportsKey } from '../../deploy/check/awsActions.ts';
import { grantedOf, statementOf } from '../../deploy/check/grantedPermissions.ts';
import { sessionContext } from '../../deploy/check/imaginedCaller.ts';
import { listed, probesOf } from '../../deploy/check/probes.ts';
import { hostileCallers, widerAccess } from '../../deploy/check/widerAccess.ts';
import { callerWith, deployment, member, tagContext } from '../fixtures.ts';
import { refusalOf } from '../refusal.ts';
import type { SampleRequest, ScopeSample } from './sample.ts';
import { samples } from './samples.ts';

const actions = await awsActions();

const serviceFor = (name: string, { resource, grant }: ScopeSample, to: unknown = 'everyone'): VendService => ({
  deployment,
  grants: compileGrants(
    {
      resources: { sample: { kind: name } },
      sessionTags: { tenant: '${claims.tenant}' },
      grants: [{ name: 'sample', to, resource: 'sample', ...grant }],
    },
    { sample: resource },
    deployment,
  ),
});

const planFor = (name: string, sample: ScopeSample, ask = sample.ask) =>
  planVend(serviceFor(name, sample), member, { scope: { [name]: [{ resource: 'sample', ...ask }] } });

const document = (Statement: readonly Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });

const rows = services.map(({ name }) => [name, samples[name as ServiceName]] as const);

describe.each(rows)('the sample of %s', (name, sample) => {
  const plan = planFor(name, sample);
  const policy = JSON.parse(plan.sessionPolicy ?? '') as PolicyDocument;
  const verdict = ({ action, resource, context }: SampleRequest) => {
    const request = {
      action,
      resource,
      context: { 'aws:SecureTransport': 'true', ...tagContext(plan.sessionTags), ...context },
    };
    const [byVendPolicy, bySession] = [evaluate(document(sample.vendPolicy), request), evaluate(policy, request)];
    return byVendPolicy === 'Allow' && bySession === 'Allow';
  };

  it('gives exactly the session policy that it states', () => {
    expect(plan.sessionPolicy).toBe(policyText(sample.policy));
  });

  it('gives the same policy for the scope that the answer shows', () => {
    const { part, access, service } = plan.parts[0] ?? {};
    const shown = Object.entries(service?.part.show(part) ?? {}).filter(([, value]) => value !== null && value !== '');
    expect(planFor(name, sample, { ...Object.fromEntries(shown), access }).sessionPolicy).toBe(plan.sessionPolicy);
  });

  it.each(sample.allowed.map((request) => [request.action, request.resource, request] as const))(
    'allows %s on %s',
    (_action, _resource, request) => {
      expect(verdict(request)).toBe(true);
    },
  );

  it.each(sample.denied.map((request) => [request.action, request.resource, request] as const))(
    'does not allow %s on %s',
    (_action, _resource, request) => {
      expect(verdict(request)).toBe(false);
    },
  );

  it('shows what is allowed and what is not', () => {
    expect([sample.allowed.length, sample.denied.length].every((count) => count > 0)).toBe(true);
  });

  it('has a Vend policy that allows all that the grant gives', () => {
    const { grants } = serviceFor(name, sample);
    const dead = [member, callerWith({ tenant: 'a b' })].flatMap((caller) => {
      const asking = { session: sessionContext(grants, caller), expand: (action: string) => [action] };
      return grantedOf(grants, deployment.vendRoleArn, caller)
        .flatMap(({ permissions }) => permissions.map(statementOf))
        .flatMap((statement) => probesOf(statement, asking))
        .filter((probe) => evaluate(document(sample.vendPolicy), probe) !== 'Allow');
    });
    expect(dead).toEqual([]);
  });

  it('has a Vend policy that allows hostile claims nothing that the grant does not give', () => {
    const { grants } = serviceFor(name, sample);
    expect(hostileCallers(grants).length).toBeGreaterThan(4);
    const role = {
      name: 'vend',
      arn: deployment.vendRoleArn,
      trustPolicy: document([]),
      maxSessionDuration: 3600,
      policies: [document(sample.vendPolicy)],
    };
    expect(widerAccess(role, grants, actions)).toEqual([]);
  });

  const stated = [...sample.policy, ...sample.vendPolicy].flatMap((statement) =>
    listed(statement.Action).map((action) => [action, statement] as const),
  );
  it.each(stated)(
    'states %s on resources and under keys that it is known for',
    (action, { Resource, Condition = {} }) => {
      const known = actions.get(action.toLowerCase());
      if (known === undefined) throw new Error(`AWS has no action ${action}`);
      expect(known.name).toBe(action);
      expect(listed(Resource).filter((resource) => !isOn(known, resource))).toEqual([]);
      const keys = Object.values(Condition).flatMap((tests) => Object.keys(tests));
      expect(keys.filter((key) => !supportsKey(known, key))).toEqual([]);
    },
  );

  // A text with one of the characters that IAM would interpret is refused, or stated so that it means itself.
  const service = services.find((one) => one.name === name);
  const fields = service?.part.fields.filter((field) => typeof sample.ask[field] === 'string') ?? [];
  const whole = { ...sample, grant: { ...(fields.length > 0 && { whole: true }), access: sample.grant['access'] } };
  const hostile = fields.flatMap((field) => ['*', '?', '$', '${aws:username}'].map((text) => [field, text] as const));
  if (hostile.length === 0) return;
  it.each(hostile)('takes %s with %s for what it is, or not at all', (field, text) => {
    const value = String(sample.ask[field]);
    const asking = (inserted: string) => ({
      ...sample.ask,
      [field]: value.endsWith('/') ? `${value}${inserted}/` : `${value}${inserted}`,
    });
    const attempt = () => planFor(name, whole, asking(text)).sessionPolicy ?? '';
    const plain = planFor(name, whole, asking('QQ')).sessionPolicy ?? '';
    expect(plain).toContain('QQ');
    let policyOfText: string;
    try {
      policyOfText = attempt();
    } catch {
      expect(refusalOf(attempt).code).toBe('InvalidScope');
      return;
    }
    const escaped = text.replace(/[*?$]/g, '${$&}');
    const equal = text.replace(/\$/g, '${$$}');
    // In a condition of equality `*` and `?` stand for themselves.
    expect([plain.replaceAll('QQ', escaped), plain.replaceAll('QQ', equal)]).toContain(policyOfText);
    if (!plain.includes('Equals')) expect(policyOfText).toBe(plain.replaceAll('QQ', escaped));
  });
});
