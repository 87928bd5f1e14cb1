/** Parts of a table: the items under one partition key, or all; of the table or of one index; all attributes, or some. */
import { quote, VendError } from '../errors.ts';
import { GrantsError } from '../grantsError.ts';
import type { PartLanguage, PartTemplate } from './defineScope.ts';
import { whyInexact } from './exactText.ts';
import { claimsOf, fillSegments, type TemplateSegment, templateSegment } from './segments.ts';

/** What a client says of a part. What is undefined is left to the grants. */
export interface KeyAsk {
  /** Null: the table itself. */
  readonly index: string | null;
  /** The whole value of the partition key. Null: every key. */
  readonly key: string | null | undefined;
  /** Sorted, each once. Null: all. */
  readonly attributes: readonly string[] | null | undefined;
}

/** The items under one partition key of a table or an index, or all of them. */
export interface KeyPart extends KeyAsk {
  readonly key: string | null;
  readonly attributes: readonly string[] | null;
}

/**
 * How grants.ts writes it: one value of the table's partition key, or (spelled out) the whole of it; of an index, when one is named,
 * whose partition key it then is. Variables fill whole segments between `#`. Attributes must include the key attributes.
 */
export type KeyOf = ({ readonly leadingKey: string } | { readonly whole: true }) & {
  readonly index?: string;
  readonly attributes?: readonly string[];
};

type Fields = Readonly<Record<string, unknown>>;

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const MAX_KEY_BYTES = 2048;
const INDEX = /^[\w.-]{3,255}$/;
// Top-level attributes: with a dot it would read as a path into one, which no condition key sees.
const ATTRIBUTE = /^[A-Za-z_][\w-]{0,254}$/;
// A session policy has no room for more; and comparing many long lists is slow.
const MAX_ATTRIBUTES = 100;

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** The list of texts, holes and all, or why it is none. */
const textsOf = (value: unknown, whyNot: (text: string) => string | undefined): readonly string[] | string => {
  if (!Array.isArray(value)) return `is ${quote(value)}, not a list`;
  if (value.length === 0) return 'is an empty list';
  const texts: string[] = [];
  for (const one of Array.from<unknown>(value)) {
    const reason = typeof one === 'string' ? whyNot(one) : 'which is no string';
    if (reason !== undefined) return `has ${quote(one)}, which ${reason.replace(/^which /, '')}`;
    texts.push(one as string);
  }
  return texts;
};

const whyNoKey = (key: string): string | undefined => whyInexact(key, MAX_KEY_BYTES);
const whyNoIndex = (index: unknown): string | undefined =>
  typeof index === 'string' && INDEX.test(index) ? undefined : `is ${quote(index)}, which is no name of an index`;
const whyNoAttribute = (name: string): string | undefined =>
  ATTRIBUTE.test(name)
    ? undefined
    : 'is no name of a top-level attribute: a letter or _, then letters, digits, _ or -, 255 at most';

const attributesOf = (value: unknown): readonly string[] | string => {
  const names = textsOf(value, whyNoAttribute);
  if (typeof names === 'string') return names;
  return names.length > MAX_ATTRIBUTES
    ? `has more than ${String(MAX_ATTRIBUTES)} names, which no session policy has room for`
    : [...new Set(names)].sort();
};

/** Both lists are sorted: one walk through them. */
const includesAll = (outer: readonly string[], inner: readonly string[]): boolean => {
  let at = 0;
  return inner.every((name) => (at = outer.indexOf(name, at) + 1) > 0);
};

const coversAttributes = (outer: readonly string[] | null, asked: KeyAsk['attributes']): boolean =>
  outer === null || asked === undefined || (asked !== null && includesAll(outer, asked));

const within = (granted: KeyPart, asked: KeyAsk): KeyPart | undefined =>
  granted.index === asked.index &&
  (granted.key === null || asked.key === undefined || granted.key === asked.key) &&
  coversAttributes(granted.attributes, asked.attributes)
    ? {
        index: asked.index,
        key: asked.key === undefined ? granted.key : asked.key,
        attributes: asked.attributes === undefined ? granted.attributes : asked.attributes,
      }
    : undefined;

const read = (input: Fields, path: string): readonly KeyAsk[] => {
  const invalid = (field: string, reason: string, hint = '') =>
    new VendError('InvalidScope', `${path}.${field} ${reason}${hint}.`, { path: `${path}.${field}` });
  const { index = null, leadingKeys, attributes } = input;
  const badIndex = index === null ? undefined : whyNoIndex(index);
  if (badIndex !== undefined) throw invalid('index', badIndex, '. Leave it out for the table itself');
  const names = isGiven(attributes) ? attributesOf(attributes) : undefined;
  if (typeof names === 'string') throw invalid('attributes', names);
  const keys = isGiven(leadingKeys) ? textsOf(leadingKeys, whyNoKey) : [undefined];
  if (typeof keys === 'string')
    throw invalid('leadingKeys', keys, '. Leave it out for every key that your grants allow');
  return [...new Set(keys)].map((key) => ({ index: index as string | null, key, attributes: names }));
};

/** Undefined: every key. */
const templateOf = (declared: Fields, path: string): readonly TemplateSegment[] | undefined => {
  const { leadingKey, whole } = declared;
  if ((leadingKey === undefined) === (whole === undefined))
    throw new GrantsError(path, 'give one of leadingKey or whole: true');
  if (leadingKey === undefined) {
    if (whole !== true) throw new GrantsError(`${path}.whole`, 'is not true; give a leadingKey instead');
    return undefined;
  }
  const reason = typeof leadingKey === 'string' ? whyNoKey(leadingKey) : 'is not a string';
  if (reason !== undefined) throw new GrantsError(`${path}.leadingKey`, reason);
  return (leadingKey as string)
    .split('#')
    .map((segment) => templateSegment(segment, 'number signs', `${path}.leadingKey`));
};

const keyTemplate = (
  template: readonly TemplateSegment[] | undefined,
  { index, attributes }: Pick<KeyPart, 'index' | 'attributes'>,
): PartTemplate<KeyAsk, KeyPart> => {
  const partAt = (key: string | null): KeyPart => ({ index, key, attributes });
  // A claim's value holds no number sign, so a key can be read in one way only.
  const mayBe = (key: string): boolean => {
    const segments = key.split('#');
    return (
      template === undefined ||
      (segments.length === template.length &&
        template.every((segment, at) => typeof segment !== 'string' || segment === segments[at]))
    );
  };
  return {
    claims: claimsOf(template ?? []),
    shape: partAt(template === undefined ? null : ''),
    fill: (caller) => {
      if (template === undefined) return { part: partAt(null) };
      const segments = fillSegments(template, caller);
      return 'unusable' in segments ? segments : { part: partAt(segments.join('#')) };
    },
    mayCover: (asked) => {
      const key = typeof asked.key !== 'string' || mayBe(asked.key) ? asked.key : undefined;
      return key === asked.key && within(partAt(key ?? null), asked) !== undefined;
    },
  };
};

const show = ({ index, key, attributes }: KeyAsk) => ({
  index,
  leadingKeys: typeof key === 'string' ? [key] : null,
  attributes: attributes ?? null,
});

/**
 * The language of parts of a table. A client may leave out the keys and the attributes: then they are what the grants allow. An
 * index that is left out is the table itself. Each leading key that is asked for is a part of its own. A grant names one
 * `leadingKey`, in segments between `#`, or says `whole: true`; and an `index` and `attributes` where it is limited to them.
 */
export const keyPart: PartLanguage<KeyAsk, KeyPart, KeyOf> = {
  fields: ['index', 'leadingKeys', 'attributes'],
  grantFields: ['leadingKey', 'whole', 'index', 'attributes'],
  read,
  template: (declared, path) => {
    const { index, attributes } = declared;
    const badIndex = index === undefined ? undefined : whyNoIndex(index);
    if (badIndex !== undefined) throw new GrantsError(`${path}.index`, badIndex);
    const names = attributes === undefined ? null : attributesOf(attributes);
    if (typeof names === 'string') throw new GrantsError(`${path}.attributes`, names);
    return keyTemplate(templateOf(declared, path), { index: (index as string | undefined) ?? null, attributes: names });
  },
  within,
  isOpen: ({ key }) => key === undefined,
  identity: ({ index, key, attributes }) => JSON.stringify([index, key, attributes]),
  text: ({ index, key, attributes }) =>
    [index === null ? [] : `index ${index}`, key ?? [], attributes ? `(${attributes.join(', ')})` : []]
      .flat()
      .join(' '),
  show,
  ask: (part) => Object.fromEntries(Object.entries(show(part)).filter(([, value]) => value !== null)),
};
