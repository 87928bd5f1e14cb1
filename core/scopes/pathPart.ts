/** Parts that are paths: everything under a prefix, or one exact name, compared by whole segments. */
import { quote, VendError } from '../errors.ts';
import { GrantsError } from '../grantsError.ts';
import type { PartLanguage, PartTemplate } from './defineScope.ts';
import { whyInexact } from './exactText.ts';
import { claimsOf, fillSegments, type TemplateSegment, templateSegment } from './segments.ts';

/** `{segments: ['a', 'b'], exact: false}` is the prefix `a/b/`; with `exact` it is the name `a/b`. */
export interface PathPart {
  readonly segments: readonly string[];
  readonly exact: boolean;
}

/** The part as the service writes it: `a/b/` or `a/b`. */
export const text = ({ segments, exact }: PathPart): string =>
  exact || segments.length === 0 ? segments.join('/') : `${segments.join('/')}/`;

/** Whether everything under `inner` is under `outer`. `foo/` does not cover `foobar/`, nor the name `foo`. */
const covers = (outer: PathPart, inner: PathPart): boolean =>
  (outer.exact
    ? inner.exact && inner.segments.length === outer.segments.length
    : inner.segments.length >= outer.segments.length + (inner.exact ? 1 : 0)) &&
  outer.segments.every((segment, index) => segment === inner.segments[index]);

// Deeper than anybody files, and deep enough to make comparing many such parts slow.
const MAX_SEGMENTS = 100;

/** What a service has for its paths: the names of the two fields, the longest name in bytes of UTF-8, and what a segment may be. */
export interface PathForm<Prefix extends string, Exact extends string> {
  readonly prefix: Prefix;
  readonly exact: Exact;
  readonly maxBytes: number;
  /** What asks, grants.ts and claims may write; left out: anything. Not what the service itself takes for a wildcard. */
  readonly segment?: RegExp;
}

/** Why a path cannot be stated exactly, if it cannot. */
const whyNot = (path: string, exact: boolean, maxBytes: number): string | undefined => {
  if (path === '') return 'is empty';
  if (!exact && !path.endsWith('/')) return `does not end with "/": ${quote(path)}. Write ${quote(`${path}/`)}`;
  if (exact && path.endsWith('/')) return `ends with "/": ${quote(path)}. To name everything under it, use a prefix`;
  const inexact = whyInexact(path, maxBytes);
  if (inexact !== undefined) return inexact;
  const segments = split(path, exact);
  if (segments.includes('')) return `has an empty segment ("//", or "/" in front): ${quote(path)}`;
  if (segments.length > MAX_SEGMENTS) return `has more than ${String(MAX_SEGMENTS)} segments: ${quote(path)}`;
  if (segments.includes('.') || segments.includes('..')) return `has a segment "." or "..": ${quote(path)}`;
  return undefined;
};

const whyNoNames = (segments: readonly unknown[], form: RegExp | undefined): string | undefined => {
  const malformed = segments.find((segment) => typeof segment === 'string' && form?.test(segment) === false);
  return malformed === undefined
    ? undefined
    : `has a segment that AWS does not take for a name here: ${quote(malformed)}`;
};

const split = (path: string, exact: boolean): readonly string[] => (exact ? path : path.slice(0, -1)).split('/');

const pathTemplate = (
  template: readonly TemplateSegment[],
  exact: boolean,
  form: RegExp | undefined,
): PartTemplate<PathPart> => ({
  claims: claimsOf(template),
  shape: { exact, segments: template.map((segment) => (typeof segment === 'string' ? segment : '')) },
  fill: (caller) => {
    const segments = fillSegments(template, caller, (value) => whyNoNames([value], form));
    return 'unusable' in segments ? segments : { part: { segments, exact } };
  },
  mayCover: (part) =>
    covers(
      {
        exact,
        segments: template.map((segment, index) =>
          typeof segment === 'string' ? segment : (part.segments[index] ?? ''),
        ),
      },
      part,
    ),
});

/** How grants.ts writes it: under a prefix, one name, or (spelled out) the whole of the resource. Variables fill whole segments. */
export type PathOf<Prefix extends string, Exact extends string> =
  Readonly<Record<Prefix, string>> | Readonly<Record<Exact, string>> | { readonly whole: true };

/**
 * The language of path parts, with the names that a service has for its two fields.
 *
 * In an ask, both fields may be left out, then the part is whatever the caller's grants allow. A grant names one of the
 * two, or says `whole: true`.
 */
export const pathPart = <const Prefix extends string, const Exact extends string>(
  names: PathForm<Prefix, Exact>,
): PartLanguage<PathPart, PathPart, PathOf<Prefix, Exact>> => {
  const fields: readonly string[] = [names.prefix, names.exact];
  const field = (part: PathPart): string => (part.exact ? names.exact : names.prefix);
  return {
    fields,
    grantFields: [...fields, 'whole'],
    read: (input, path) => {
      const given = fields.filter((name) => input[name] !== undefined && input[name] !== null);
      const [name] = given;
      if (name === undefined) return undefined;
      if (given.length > 1) {
        throw new VendError('InvalidScope', `${path} has both ${names.prefix} and ${names.exact}. Give one of them.`, {
          path,
        });
      }
      const value = input[name];
      const exact = name === names.exact;
      const reason =
        typeof value === 'string'
          ? (whyNot(value, exact, names.maxBytes) ?? whyNoNames(split(value, exact), names.segment))
          : `is ${quote(value)}, not a string`;
      if (reason === undefined) return [{ segments: split(value as string, exact), exact }];
      const hint = value === '' ? '. Leave it out for everything that your grants allow' : '';
      throw new VendError('InvalidScope', `${path}.${name} ${reason}${hint}.`, { path: `${path}.${name}` });
    },
    template: (declared, path) => {
      const given = [...fields, 'whole'].filter((name) => declared[name] !== undefined);
      const [name] = given;
      if (name === undefined || given.length > 1) {
        throw new GrantsError(path, `give one of ${names.prefix}, ${names.exact} or whole: true`);
      }
      const value = declared[name];
      if (name === 'whole') {
        if (value !== true) throw new GrantsError(`${path}.whole`, 'is not true; give a part instead');
        return pathTemplate([], false, undefined);
      }
      const exact = name === names.exact;
      const reason = typeof value === 'string' ? whyNot(value, exact, names.maxBytes) : 'is not a string';
      if (reason !== undefined) throw new GrantsError(`${path}.${name}`, reason);
      const template = split(value as string, exact).map((segment) =>
        templateSegment(segment, 'slashes', `${path}.${name}`),
      );
      const badName = whyNoNames(template, names.segment);
      if (badName !== undefined) throw new GrantsError(`${path}.${name}`, badName);
      return pathTemplate(template, exact, names.segment);
    },
    within: (granted, asked) => (covers(granted, asked) ? asked : undefined),
    covers,
    text,
    identity: (part) => `${field(part)} ${text(part)}`,
    show: (part) => ({ [names.prefix]: part.exact ? null : text(part), [names.exact]: part.exact ? text(part) : null }),
    ask: (part) => (part.segments.length === 0 ? {} : { [field(part)]: text(part) }),
  };
};
