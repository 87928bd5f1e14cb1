/** Parts that several things make up together: an event's source and its detail type, a client id and a topic. */
import type { Caller } from '../caller.ts';
import { GrantsError } from '../grantsError.ts';
import type { PartFields, PartLanguage, PartTemplate } from './defineScope.ts';

/** The language of each thing, by the name that the service's file has for it. */
type Languages<Parts> = { readonly [Name in keyof Parts]: PartLanguage<Parts[Name]> };

type Fields = Readonly<Record<string, unknown>>;

/** How grants.ts writes it: some of the fields, or all of the resource. */
export type SomeOf<Field extends string> =
  { readonly [Given in Field]?: string } | ({ readonly whole: true } & { readonly [None in Field]?: never });

/**
 * The language of parts that several things make up. Each is written as its own language says. In an ask each may be left out:
 * then it is what the caller's grants allow. What a grant leaves out it does not limit; one that limits nothing says `whole: true`.
 *
 * @param languages languages without a field in common, whose asks are parts and one at a time
 */
export const partsOf = <Parts extends object, Field extends string>(
  languages: Languages<Parts>,
): PartLanguage<Partial<Parts>, Parts, SomeOf<Field>> => {
  type Named = keyof Parts & string;
  const names = Object.keys(languages) as Named[];
  const each = <Value>(value: (name: Named) => Value): { readonly [Name in Named]: Value } =>
    Object.fromEntries(names.map((name) => [name, value(name)])) as { readonly [Name in Named]: Value };
  const grantFieldsOf = (name: Named) => languages[name].grantFields.filter((field) => field !== 'whole');
  const merged = (shown: (name: Named) => PartFields): PartFields =>
    Object.assign({}, ...names.map(shown)) as PartFields;
  /** An ask of nothing in particular: of a part of one value or path it says "all" where it says nothing. */
  const wholeOf = each((name) => languages[name].template({ whole: true }, name).shape);

  const template = (declared: Fields, path: string): PartTemplate<Partial<Parts>, Parts> => {
    const isGiven = (name: Named) => grantFieldsOf(name).some((field) => declared[field] !== undefined);
    const { whole } = declared;
    if (whole !== undefined && whole !== true)
      throw new GrantsError(`${path}.whole`, 'is not true; give a part instead');
    if (names.some(isGiven) === (whole === true))
      throw new GrantsError(path, `give some of ${names.flatMap(grantFieldsOf).join(', ')}, or whole: true`);
    const templates = each((name) => {
      const own = Object.fromEntries(grantFieldsOf(name).map((field) => [field, declared[field]]));
      return languages[name].template(isGiven(name) ? own : { whole: true }, path);
    });
    return {
      claims: names.flatMap((name) => templates[name].claims),
      shape: each((name) => templates[name].shape) as Parts,
      fill: (caller: Caller) => {
        const parts: Partial<Parts> = {};
        for (const name of names) {
          const filled = templates[name].fill(caller);
          if ('unusable' in filled) return filled;
          parts[name] = filled.part;
        }
        return { part: parts as Parts };
      },
      mayCover: (asked) =>
        names.every((name) => {
          const one = asked[name];
          return one === undefined || templates[name].mayCover(one);
        }),
    };
  };

  const within = (granted: Parts, asked: Partial<Parts>): Parts | undefined => {
    const parts: Partial<Parts> = {};
    for (const name of names) {
      const one = asked[name];
      const part = one === undefined ? granted[name] : languages[name].within(granted[name], one);
      if (part === undefined) return undefined;
      parts[name] = part;
    }
    return parts as Parts;
  };

  return {
    fields: names.flatMap((name) => languages[name].fields),
    grantFields: [...names.flatMap(grantFieldsOf), 'whole'],
    read: (input, path) => {
      const asked: Partial<Parts> = {};
      for (const name of names) {
        const [one] = languages[name].read(input, path) ?? [];
        if (one !== undefined) asked[name] = one;
      }
      return Object.keys(asked).length === 0 ? undefined : [asked];
    },
    template,
    within,
    isOpen: (asked) => names.some((name) => asked[name] === undefined),
    covers: (outer, inner) => names.every((name) => languages[name].covers?.(outer[name], inner[name]) === true),
    identity: (part) => JSON.stringify(names.map((name) => languages[name].identity(part[name]))),
    text: (asked) =>
      names
        .map((name) => languages[name].text(asked[name] ?? wholeOf[name]))
        .filter((text) => text !== '')
        .join(', '),
    show: (asked) => merged((name) => languages[name].show(asked[name] ?? wholeOf[name])),
    ask: (part) => merged((name) => languages[name].ask(part[name])),
  };
};
