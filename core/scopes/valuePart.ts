/** Parts that are one value or all: a client id, an event's source, a namespace. Compared whole and with regard to case. */
import { quote, VendError } from '../errors.ts';
import { GrantsError } from '../grantsError.ts';
import type { PartLanguage, PartTemplate } from './defineScope.ts';
import { whyInexact } from './exactText.ts';
import { claimsOf, fillSegments, type TemplateSegment, templateSegment } from './segments.ts';

/** Null: every value. */
export interface ValuePart {
  readonly value: string | null;
}

/** How a service writes its values. */
export interface ValueForm<Field extends string> {
  /** The field's name in an ask, an answer and a grant. */
  readonly field: Field;
  /** What asks, grants.ts and claims may make of it. Not what the service itself takes for a wildcard. */
  readonly form: RegExp;
  readonly maxBytes: number;
}

// No claim's value holds it, so a value can be read in one way only.
const BETWEEN = '/';

const covers = (outer: ValuePart, inner: ValuePart): boolean => outer.value === null || outer.value === inner.value;

/** With some name in place of each variable; with a value in place of one. */
const shown = (template: readonly TemplateSegment[], value = 'x', place = -1): string =>
  template
    .map((segment, at) => {
      if (typeof segment === 'string') return segment;
      return at === place ? value : 'x';
    })
    .join(BETWEEN);

const valueTemplate = (
  template: readonly TemplateSegment[] | undefined,
  whyNot: (value: string) => string | undefined = () => undefined,
): PartTemplate<ValuePart> => ({
  claims: claimsOf(template ?? []),
  shape: { value: template === undefined ? null : '' },
  fill: (caller) => {
    if (template === undefined) return { part: { value: null } };
    const segments = fillSegments(template, caller, (value, at) => whyNot(shown(template, value, at)));
    if ('unusable' in segments) return segments;
    return { part: { value: segments.join(BETWEEN) } };
  },
  mayCover: ({ value }) => {
    if (template === undefined) return true;
    const segments = value?.split(BETWEEN);
    return (
      segments?.length === template.length &&
      template.every((segment, at) => typeof segment !== 'string' || segment === segments[at])
    );
  },
});

/** How grants.ts writes it. */
export type ValueOf<Field extends string> = Readonly<Record<Field, string>> | { readonly whole: true };

/**
 * The language of parts that are one value. An ask may leave it out: then it is whatever the caller's grants allow. A grant gives
 * one, in segments between slashes, of which some may be variables, or says `whole: true`.
 */
export const valuePart = <const Field extends string>({
  field,
  form,
  maxBytes,
}: ValueForm<Field>): PartLanguage<ValuePart, ValuePart, ValueOf<Field>> => {
  const whyNot = (value: unknown, pattern: RegExp): string | undefined => {
    if (typeof value !== 'string') return `is ${quote(value)}, not a string`;
    return whyInexact(value, maxBytes) ?? (pattern.test(value) ? undefined : `is no ${field}: ${quote(value)}`);
  };
  const show = ({ value }: ValuePart) => ({ [field]: value });
  return {
    fields: [field],
    grantFields: [field, 'whole'],
    read: (input, path) => {
      const value = input[field];
      if (value === undefined || value === null) return undefined;
      const reason = whyNot(value, form);
      if (reason === undefined) return [{ value: value as string }];
      const hint = value === '' ? '. Leave it out for everything that your grants allow' : '';
      throw new VendError('InvalidScope', `${path}.${field} ${reason}${hint}.`, { path: `${path}.${field}` });
    },
    template: (declared, path) => {
      const { [field]: value, whole } = declared;
      if ((value === undefined) === (whole === undefined))
        throw new GrantsError(path, `give one of ${field} or whole: true`);
      if (value === undefined) {
        if (whole !== true) throw new GrantsError(`${path}.whole`, 'is not true; give a part instead');
        return valueTemplate(undefined);
      }
      const reason = whyNot(value, /./su);
      if (reason !== undefined) throw new GrantsError(`${path}.${field}`, reason);
      const template = (value as string)
        .split(BETWEEN)
        .map((segment) => templateSegment(segment, 'slashes', `${path}.${field}`));
      if (!form.test(shown(template))) throw new GrantsError(`${path}.${field}`, `is no ${field}: ${quote(value)}`);
      return valueTemplate(template, (filled) => {
        const unfit = whyNot(filled, form);
        return unfit === undefined ? undefined : `makes a ${field} that ${unfit}`;
      });
    },
    within: (granted, asked) => (covers(granted, asked) ? asked : undefined),
    covers,
    identity: ({ value }) => JSON.stringify(value),
    text: ({ value }) => (value === null ? '' : `${field} ${value}`),
    show,
    ask: (part) => (part.value === null ? {} : show(part)),
  };
};
