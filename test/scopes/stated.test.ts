/** What every access value of every service states, on whatever part and in whatever partition: sound by AWS's reference, and of that part only. */
import { compilePolicies, evaluate } from '../../core/policy/evaluate.ts';
import type { Resource } from '../../core/resources.ts';
import type { Permission } from '../../core/scopes/defineScope.ts';
import { services } from '../../core/scopes/index.ts';
import { statementOf } from '../../deploy/check/grantedPermissions.ts';
import { probesOf } from '../../deploy/check/probes.ts';
import { referenceOf } from './reference.ts';
import { statedFaults } from './statedFaults.ts';
import { partsOf, resourcesFor, stated } from './statedParts.ts';

const everything = services.flatMap((service) =>
  resourcesFor(service).flatMap((of) =>
    partsOf(service).flatMap((part) =>
      Object.keys(service.access).flatMap((access) =>
        [true, false].flatMap((also) => {
          const permissions = stated(service, access, of, part, also) ?? [];
          return permissions.map((permission) => ({ service, of, access, permission }));
        }),
      ),
    ),
  ),
);
const prefixes = new Set(
  everything.flatMap(({ permission }) => permission.actions.map((name) => name.split(':')[0] ?? '')),
);
const reference = await referenceOf([...prefixes]);

const rows = services.map((service) => [service.name, service] as const);
const values = services.flatMap((service) =>
  Object.keys(service.access).map((access) => [service.name, access, service] as const),
);

it.each(values)('%s %s can be asked for on some part', (_name, access, service) => {
  const found = everything.filter((one) => one.service === service && one.access === access);
  expect(found.length).toBeGreaterThan(0);
});

it.each(rows)('%s states nothing that AWS does not know, or that means more than it says', (_name, service) => {
  const faults = everything
    .filter((one) => one.service === service)
    .flatMap(({ of, access, permission }) =>
      statedFaults(access, permission, of, reference).map((fault) => `${access}: ${fault}`),
    );
  expect([...new Set(faults)]).toEqual([]);
});

// Keys and attributes of a table make parts that overlap: core/dynamodbExactness.test.ts has those.
const apart = values.filter(([name, , { part }]) => name !== 'dynamodb' && part.fields.length > 0);

const policyOf = (permissions: readonly Permission[]) =>
  compilePolicies({ Version: '2012-10-17', Statement: permissions.map(statementOf) }, 'identity');
const probed = (permissions: readonly Permission[]) =>
  permissions.flatMap((permission) => probesOf(statementOf(permission), { session: {}, expand: (action) => [action] }));

// A secret's key is one of all its versions, a bucket's with a Bucket Key one of all its objects.
const keptApart = (service: (typeof services)[number]): readonly Resource[] =>
  resourcesFor(service).filter(
    ({ partition, kmsKeyArn, bucketKey }) =>
      partition === 'aws' &&
      (kmsKeyArn === undefined || (service.name !== 'secretsManager' && bucketKey === undefined)),
  );

it.each(apart)('%s %s on one part allows nothing of another', (_name, access, service) => {
  for (const of of keptApart(service)) {
    const each = partsOf(service).flatMap((part) => {
      const permissions = stated(service, access, of, part);
      return permissions === undefined ? [] : [{ part, policy: policyOf(permissions), probes: probed(permissions) }];
    });
    let compared = 0;
    for (const { part, policy, probes } of each) {
      expect(probes.filter((probe) => evaluate(policy, probe) !== 'Allow')).toEqual([]);
      for (const other of each) {
        if (service.part.within(part, other.part) !== undefined) continue;
        compared += 1;
        expect([part, other.probes.filter((probe) => evaluate(policy, probe) === 'Allow')]).toEqual([part, []]);
      }
    }
    // START of a state machine and the like go with all of the resource only.
    expect(compared > 0 || each.length === 1).toBe(true);
  }
});

it.each(rows)('no two resources of %s have anything in common', (_name, service) => {
  const { shape } = service.part.template({ whole: true }, 'grant');
  const [here, ...others] = resourcesFor(service).filter(({ kmsKeyArn }) => kmsKeyArn === undefined) as [
    Resource,
    ...Resource[],
  ];
  const renamed =
    service.realName === null || /^iot/.test(service.name)
      ? []
      : [{ ...here, name: here.name.replace(/^(.*)([a-z])/, '$1x') }];
  // A bucket's name is one of all Regions.
  const elsewhere = service.name === 's3' ? [] : [{ ...here, region: 'eu-west-9' }];
  const all = [...others, ...renamed, ...elsewhere];
  for (const access of Object.keys(service.access)) {
    const own = stated(service, access, here, shape) ?? [];
    for (const other of all) {
      const theirs = probed(stated(service, access, other, shape) ?? []);
      expect(theirs.filter((probe) => evaluate(policyOf(own), probe) === 'Allow')).toEqual([]);
    }
  }
});

it.each(rows)('no resource of %s is called anything that IAM would interpret', (_name, service) => {
  const [{ name }] = resourcesFor(service) as [Resource];
  expect(service.resourceName.test(name)).toBe(true);
  const changed = Array.from({ length: name.length + 1 }, (_, at) =>
    ['*', '?', '${', '}', '"', '\\', '\n', ' ', '\u0000', 'é', '%'].flatMap((text) =>
      [at, at + 1].map((rest) => name.slice(0, at) + text + name.slice(rest)),
    ),
  );
  expect(changed.flat().filter((one) => service.resourceName.test(one))).toEqual([]);
});
