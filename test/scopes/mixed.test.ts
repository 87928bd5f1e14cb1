/**
 * Asks of all services in one scope, under several grants, some with conditions: together they allow a request if and only if one of
 * them does by itself. So nothing is won or lost by merging, by dropping what is covered, or by session tags.
 */
import fc from 'fast-check';
import { compileGrants } from '../../core/compileGrants.ts';
import { planVend, type VendService } from '../../core/plan.ts';
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import { compilePolicies, type CompiledPolicies, evaluate } from '../../core/policy/evaluate.ts';
import { type ServiceName, serviceNamed, services } from '../../core/scopes/index.ts';
import { neighboursOf } from '../../deploy/check/neighbours.ts';
import { type Probe, probesOf, statementsOf } from '../../deploy/check/probes.ts';
import { deployment, member, SUB, tagContext } from '../fixtures.ts';
import { refusalOf } from '../refusal.ts';
import { runs } from '../runs.ts';
import { samples } from './samples.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Asked {
  readonly kind: ServiceName;
  readonly ask: Fields;
}

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d';
const LONG = 'a-department-with-a-long-name';
const TEXTS = ['acme', 'acme2', SUB, LONG, 'a/b', `${LONG}/acme`, 'users/', `users/${SUB}/`, `users/${SUB}/x`, `${LONG}/${SUB}/`, 'tenant/acme', 'a*c', 'a?', '$x']; // prettier-ignore

/** All of a resource under conditions, some access from a network only, and what the sample grants without any. */
const grantsOn = (kind: string): readonly Fields[] => {
  const service = serviceNamed(kind);
  if (service === undefined) throw new Error(`There is no service ${kind}`);
  const { part, access, refuse } = service;
  const declared = part.grantFields.includes('whole') ? { whole: true } : {};
  const { shape } = part.template(declared, 'grant');
  const giving = Object.keys(access).filter((value) => refuse?.(shape, value) === undefined);
  const grant = { to: 'everyone', resource: kind, access: giving, ...declared };
  return [
    { ...grant, name: `${kind} under conditions`, conditions: { notBefore: '2026-01-01T00:00:00Z' } },
    {
      ...grant,
      name: `${kind} in a network`,
      access: giving.slice(0, 1),
      conditions: { sourceIp: ['198.51.100.0/24'] },
    },
    { to: 'everyone', resource: kind, ...samples[kind as ServiceName].grant, name: `${kind} as in the sample` },
  ];
};

const everything: VendService = {
  deployment,
  // Nothing is known of the token, so that tags have all the room.
  tokenOverhead: 0,
  grants: compileGrants(
    {
      resources: Object.fromEntries(services.map(({ name }) => [name, { kind: name }])),
      grants: services.flatMap(({ name }) => grantsOn(name)),
    },
    Object.fromEntries(
      services.map(({ name, keyFields }) => [
        name,
        { ...samples[name as ServiceName].resource, ...(keyFields?.includes('kmsKeyArn') && { kmsKeyArn: KEY }) },
      ]),
    ),
    deployment,
  ),
};

const planOf = (asks: readonly Asked[]) => {
  const scope: Record<string, Fields[]> = {};
  for (const { kind, ask } of asks) (scope[kind] ??= []).push({ resource: kind, ...ask });
  return planVend(everything, member, { scope });
};

const vendable = (asked: Asked): boolean => {
  try {
    planOf([asked]);
    return true;
  } catch {
    expect(refusalOf(() => planOf([asked])).code).toMatch(/^(InvalidScope|NotGranted)$/);
    return false;
  }
};

/** What can be asked of each service: each access value on each part that some text makes. */
const askable: readonly Asked[] = services.flatMap(({ name, part, access }) => {
  const kind = name as ServiceName;
  const some = part.fields.flatMap((field) => TEXTS.flatMap((text) => [{ [field]: text }, { [field]: [text] }]));
  return [{}, ...some].flatMap((given) =>
    Object.keys(access)
      .map((value) => ({ kind, ask: { ...given, access: [value] } }))
      .filter(vendable),
  );
});

interface Vended {
  readonly policy: CompiledPolicies;
  readonly context: Probe['context'];
  readonly statements: readonly Statement[];
}

const vend = (asks: readonly Asked[]): Vended & { readonly tags: number } => {
  const { sessionPolicy = '', sessionTags } = planOf(asks);
  const document = JSON.parse(sessionPolicy) as PolicyDocument;
  return {
    policy: compilePolicies(document, 'identity'),
    context: tagContext(sessionTags),
    statements: statementsOf([document]),
    tags: sessionTags.length,
  };
};

const MEETS = { 'aws:CurrentTime': '2026-06-01T00:00:00Z', 'aws:SourceIp': '198.51.100.7' };

/** Requests of what one ask allows, and beside it. */
const requestsOf = ({ statements, context }: Vended): readonly Probe[] => {
  const asking = {
    session: { ...context, ...MEETS },
    expand: (action: string) => [action],
    fillings: ['', 'x', 'x/y'],
  };
  const probes = statements.flatMap((statement) => probesOf(statement, asking));
  return [...probes, ...probes.flatMap((probe) => neighboursOf(probe, ['acme', SUB]))];
};

const without = ({ action, resource, context }: Probe, key: string): Probe => ({
  action,
  resource,
  context: Object.fromEntries(Object.entries(context).filter(([one]) => one !== key)),
});

const allows = ({ policy, context }: Vended, { action, resource, context: given }: Probe): boolean => {
  const own = Object.entries(given).filter(([key]) => !key.startsWith('aws:PrincipalTag/'));
  return evaluate(policy, { action, resource, context: { ...Object.fromEntries(own), ...context } }) === 'Allow';
};

it('can ask something of every service', () => {
  expect(new Set(askable.map(({ kind }) => kind)).size).toBe(services.length);
});

// Long texts alone move into session tags.
const asked = fc.oneof(
  fc.constantFrom(...askable),
  fc.constantFrom(...askable.filter(({ ask }) => JSON.stringify(ask).includes(LONG))),
);
const RUNS = 120;

it('allows together what one of the asks allows, and nothing beside', () => {
  let tagged = 0;
  let allowed = 0;
  fc.assert(
    fc.property(fc.uniqueArray(asked, { minLength: 2, maxLength: 14, size: 'max' }), (asks) => {
      let together: ReturnType<typeof vend>;
      try {
        together = vend(asks);
      } catch {
        expect(refusalOf(() => vend(asks)).code).toBe('ScopeTooLarge');
        return;
      }
      tagged += Number(together.tags > 1);
      // Who may read an item may have it in the answer to a write: asks of one table are judged together, elsewhere.
      const [ofTables, others] = [
        asks.filter(({ kind }) => kind === 'dynamodb'),
        asks.filter(({ kind }) => kind !== 'dynamodb'),
      ];
      const apart = [...(ofTables.length > 0 ? [ofTables] : []), ...others.map((ask) => [ask])].map(vend);
      const wrong: unknown[] = [];
      for (const request of apart.flatMap(requestsOf)) {
        for (const one of [request, without(request, 'aws:SourceIp'), without(request, 'aws:CurrentTime')]) {
          const expected = apart.some((each) => allows(each, one));
          allowed += Number(expected);
          const is = allows(together, one);
          if (is !== expected) wrong.push({ ...one, is });
        }
      }
      expect(wrong).toEqual([]);
    }),
    runs(RUNS),
  );
  expect(tagged).toBeGreaterThan(RUNS / 40);
  expect(allowed).toBeGreaterThan(RUNS * 10);
});
