/** A client routes a request to the credentials of a part if and only if the service's own language says that the part covers it. */
import { closenessOf } from '../../client/routing.ts';
import type { Target } from '../../client/routing.ts';
import { type ServiceName, services } from '../../core/scopes/index.ts';
import { samples } from './samples.ts';

type Fields = Readonly<Record<string, string>>;

const routed = services.filter(({ name, part }) => name !== 's3' && name !== 'dynamodb' && part.fields.length > 0);

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
  const parts = [shape, ...asks.map(({ within }) => within)];
  for (const { ask, asked } of asks) {
    for (const granted of parts) {
      const shown = { resource: 'own', access: ['ANY'], ...part.show(granted) };
      const target = { service: name, resource: 'own', ...ask } as unknown as Target;
      const closeness = closenessOf(target, { [name]: [shown] });
      expect([ask, part.show(granted), closeness !== undefined]).toEqual([
        ask,
        part.show(granted),
        part.within(granted, asked) !== undefined,
      ]);
    }
  }
});
