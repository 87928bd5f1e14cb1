/** What every service can be asked for: each access value, on parts that some texts make, of a resource here or in China. */
import { deploymentOf, resourcesOf } from '../../core/readResources.ts';
import type { Resource } from '../../core/resources.ts';
import type { Permission, ScopeDefinition } from '../../core/scopes/defineScope.ts';
import type { ServiceName } from '../../core/scopes/index.ts';
import { SUB } from '../fixtures.ts';
import { sampleIn } from './sampleIn.ts';

const TEXTS = ['acme', 'acme2', 'a/b', 'a/', 'a/b/', `users/${SUB}/`, 'tenant/acme', 'a*c', 'a?/', '$y'];

/** Parts with no field, and with one; of a table also with several. */
export const partsOf = ({ part }: ScopeDefinition): readonly unknown[] => {
  const { shape } = part.template({ whole: true }, 'grant');
  const several = part.fields.includes('leadingKeys')
    ? [
        { index: 'byOwner', leadingKeys: ['acme'] },
        { index: 'byOwner', attributes: ['owner'] },
        { leadingKeys: ['acme'], attributes: ['owner', 'title'] },
      ]
    : [];
  const asks = [
    ...several,
    ...part.fields.flatMap((field) => TEXTS.flatMap((text) => [{ [field]: text }, { [field]: [text] }])),
  ];
  const read = asks.flatMap((ask) => {
    try {
      return part.read(ask, 'scope') ?? [];
    } catch {
      return [];
    }
  });
  const known = new Map(
    [shape, ...read.flatMap((asked) => part.within(shape, asked) ?? [])].map((one) => [part.identity(one), one]),
  );
  return [...known.values()];
};

const PLACES = [
  deploymentOf('arn:aws:iam::123456789012:role/vend', 'eu-central-1'),
  deploymentOf('arn:aws-cn:iam::210987654321:role/vend', 'cn-northwest-1'),
];

/** The sample's resource in each place; and with the keys that RESOURCES can name. */
export const resourcesFor = ({ name, keyFields = [] }: ScopeDefinition): readonly Resource[] =>
  PLACES.flatMap((place) => {
    const { partition, region } = place;
    const named = sampleIn(name as ServiceName, place);
    const kmsKeyArn = `arn:${partition}:kms:${region}:210987654321:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d`;
    const variants = [
      {},
      ...(keyFields.includes('kmsKeyArn') ? [{ kmsKeyArn }] : []),
      ...(keyFields.includes('bucketKey') ? [{ kmsKeyArn, bucketKey: true }] : []),
    ];
    return variants.map((keys) => {
      const own = resourcesOf({ own: { kind: name } }, { own: { ...named, ...keys } }, place).get('own');
      if (own === undefined) throw new Error(`RESOURCES of ${name} gives nothing`);
      return own;
    });
  });

/** What an access value states on a part; undefined where that is refused. */
export const stated = (
  service: ScopeDefinition,
  access: string,
  of: Resource,
  part: unknown,
  also = true,
): readonly Permission[] | undefined =>
  service.refuse?.(part, access) === undefined ? service.access[access]?.(of, part, () => also) : undefined;
