/** A client routes a request to the credentials of a part if and only if the service's own language says that the part covers it. */
import { closenessOf } from '../../client/routing.ts';
import type { AnyScope, Target } from '../../client/routing.ts';
import { type ServiceName, services } from '../../core/scopes/index.ts';
import { keyPart } from '../../core/scopes/keyPart.ts';
import { samples } from './samples.ts';

type Fields = Readonly<Record<string, string>>;

const routed = services.filter(({ name, part }) => name !== 'dynamodb' && part.fields.length > 0);

/** Asks of one field, and of two: the sample's value, one beside it, one above and one below. */
const asksOf = (service: (typeof services)[number]): readonly Fields[] => {
  const { ask, grant } = samples[service.name as ServiceName];
  const given = service.part.fields.flatMap((field) => {
    const value = ask[field] ?? grant[field];
    return typeof value === 'string' && !value.includes('$') ? [value] : [];
  });
  const texts = [...given, 'a', 'ab', 'a/b', 'ab/b', 'a/b/c', 'a/', 'ab/', 'a/b/', 'tenant/acme'];
  const ofOne = service.part.fields.map((field) => texts.map((text) => ({ [field]: text })));
  const ofTwo = ofOne.flatMap((asks, at) =>
    ofOne.slice(at + 1).flatMap((others) => asks.flatMap((one) => others.map((other) => ({ ...one, ...other })))),
  );
  return [...ofOne.flat(), ...ofTwo];
};

const readOf = (service: (typeof services)[number], ask: Fields): unknown => {
  try {
    return service.part.read(ask, 'scope')?.[0];
  } catch {
    return undefined;
  }
};

it.each(routed.map((service) => [service.name, service] as const))('%s', (name, service) => {
  const { part } = service;
  const { shape } = part.template({ whole: true }, 'grant');
  const asks = asksOf(service).flatMap((ask) => {
    const asked = readOf(service, ask);
    const within = asked === undefined ? undefined : part.within(shape, asked);
    return within === undefined ? [] : [{ ask, asked, within }];
  });
  expect(asks.length).toBeGreaterThan(1);
  const faults: unknown[] = [];
  for (const granted of [shape, ...asks.map(({ within }) => within)]) {
    const shown = part.show(granted);
    for (const { ask, asked } of asks) {
      const target = { service: name, resource: 'own', ...ask } as unknown as Target;
      const closeness = closenessOf(target, { [name]: [{ resource: 'own', access: ['ANY'], ...shown }] });
      if ((closeness !== undefined) !== (part.within(granted, asked) !== undefined))
        faults.push({ ask, shown, closeness });
    }
  }
  expect(faults).toEqual([]);
});

it('dynamodb', () => {
  const each = <One>(...values: readonly One[]) => values;
  const parts = each(null, '1', '12').flatMap((key) =>
    each(null, 'byDate', 'byDateAndSize').flatMap((index) =>
      each(null, ['a'], ['a', 'b'], ['ab']).map((attributes) => ({ key, index, attributes })),
    ),
  );
  for (const granted of parts) {
    for (const { key, index, attributes } of parts) {
      if (key === null) continue;
      const shown = { resource: 'own', access: ['READ'], ...keyPart.show(granted) };
      // A request that names no attributes is for all of them, and one without an index for the table.
      const target: Target = {
        resource: 'own',
        leadingKey: key,
        ...(index !== null && { index }),
        ...(attributes !== null && { attributes }),
      };
      expect([target, shown, closenessOf(target, { dynamodb: [shown] } as AnyScope) !== undefined]).toEqual([
        target,
        shown,
        keyPart.within(granted, { key, index, attributes }) !== undefined,
      ]);
    }
  }
});
