/** Requests beside one that is allowed: other names, other users, other keys, fewer or other conditions. */
import type { Context } from '../../core/policy/evaluate.ts';
import type { Probe } from './probes.ts';

/** Values that the caller does not have: other users and tenants, what is nearly the own value, what could be taken for a pattern. */
export const strangers = (own: string): readonly string[] => [
  'stranger',
  `${own}x`,
  `x${own}`,
  own.slice(0, -1),
  own.toUpperCase(),
  '',
  '*',
];

const swaps = (text: string, own: readonly string[]): readonly string[] =>
  own
    .filter((value) => value !== '' && text.includes(value))
    .flatMap((value) => strangers(value).map((other) => text.replaceAll(value, other)));

/** Parents of a path, with and without the slash, and what lies beside it there. */
const above = (text: string): readonly string[] => {
  const cut = [...text.matchAll(/[/#]/g)].map(({ index }) => index);
  return cut.flatMap((index) => [
    text.slice(0, index),
    text.slice(0, index + 1),
    `${text.slice(0, index + 1)}stranger/x`,
    `${text.slice(0, index)}x${text.slice(index)}`,
  ]);
};

const textsBeside = (text: string, own: readonly string[]): readonly string[] => [
  ...swaps(text, own),
  ...above(text),
  `${text}x`,
  `x${text}`,
  '',
  '*',
];

/** Other resources: of the same one other parts, and other buckets, tables, Regions, accounts. */
const resourcesBeside = (resource: string, own: readonly string[]): readonly string[] => {
  const parts = resource.split(':');
  const [head, rest] = [parts.slice(0, 5).join(':'), parts.slice(5).join(':')];
  const elsewhere = [3, 4].flatMap((at) =>
    parts[at] === '' ? [] : [parts.map((part, index) => (index === at ? `x${part}` : part)).join(':')],
  );
  return [
    ...textsBeside(rest, own).map((text) => `${head}:${text}`),
    `${resource}/index/x`,
    `${resource}/stream/x`,
    ...elsewhere,
  ];
};

// What requests of the services that scopes speak of can say of a condition key, beside names.
const VOCABULARY: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:Select': ['ALL_ATTRIBUTES', 'COUNT', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES'],
  'dynamodb:ReturnValues': ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'],
};

const isSessions = (key: string): boolean => key.startsWith('aws:');

const contextsBeside = (context: Context, own: readonly string[]): readonly Context[] => [
  ...Object.entries(context)
    .filter(([key]) => !isSessions(key))
    .flatMap(([key, value]): readonly Context[] => {
      const { [key]: _, ...without } = context;
      const others =
        typeof value === 'string'
          ? textsBeside(value, own)
          : [[], ...value.map((_, at) => value.toSpliced(at, 1)), [...value, 'stranger'], ['stranger']].concat(
              value.flatMap((one) => textsBeside(one, own).map((text) => [text])),
            );
      return [without, ...others.map((other) => ({ ...context, [key]: other }))];
    }),
  ...Object.entries(VOCABULARY).flatMap(([key, words]) => words.map((word) => ({ ...context, [key]: word }))),
];

/** Some hundred requests beside one. `own` are the caller's values: what is swapped for a stranger's. */
export const neighboursOf = (probe: Probe, own: readonly string[]): readonly Probe[] => [
  ...resourcesBeside(probe.resource, own).map((resource) => ({ ...probe, resource })),
  ...contextsBeside(probe.context, own).map((context) => ({ ...probe, context })),
];
