/** Asks on one resource of any service under one grant for everyone, for the tests of what is special about a service. */
import { compileGrants } from '../../core/compileGrants.ts';
import { planVend } from '../../core/plan.ts';
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import { evaluate } from '../../core/policy/evaluate.ts';
import type { ServiceName } from '../../core/scopes/index.ts';
import { deployment, member } from '../fixtures.ts';
import type { SampleRequest } from './sample.ts';
import { samples } from './samples.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The resource of the service's sample, under a grant of the test's own. */
export const under = (kind: ServiceName, grant: Fields) => {
  const grants = compileGrants(
    { resources: { own: { kind } }, grants: [{ name: 'own', to: 'everyone', resource: 'own', ...grant }] },
    { own: samples[kind].resource },
    deployment,
  );
  const statements = (...asks: readonly Fields[]): readonly Statement[] => {
    const scope = { [kind]: asks.map((ask) => ({ resource: 'own', ...ask })) };
    const { sessionPolicy = '' } = planVend({ deployment, grants }, member, { scope });
    return [(JSON.parse(sessionPolicy) as PolicyDocument).Statement].flat();
  };
  return {
    /** The statements of the asks' session policy. */
    statements,
    /** Whether the credentials for the asks allow a request. */
    allows: ({ action, resource, context = {} }: SampleRequest, ...asks: readonly Fields[]): boolean =>
      evaluate({ Version: '2012-10-17', Statement: statements(...asks) }, { action, resource, context }) === 'Allow',
  };
};
