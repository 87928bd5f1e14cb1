/** Resources that have no parts: a queue, a topic, a stream. A grant on one gives all of it. */
import { GrantsError } from '../grantsError.ts';
import type { PartLanguage } from './defineScope.ts';

/** All of the resource: there is nothing to say of it. */
export type Whole = Readonly<Record<string, never>>;

const whole: Whole = {};

const language = {
  fields: [],
  grantFields: [],
  read: () => undefined,
  template: () => ({ claims: [], shape: whole, fill: () => ({ part: whole }), mayCover: () => true }),
  within: () => whole,
  covers: () => true,
  identity: () => '',
  text: () => '',
  show: () => ({}),
  ask: () => ({}),
} satisfies PartLanguage<Whole, Whole>;

/** The language of resources without parts: no field in an ask, none in a grant. */
export const wholePart: PartLanguage<Whole, Whole> = language;

/** The same where AWS has no resource to name: a grant gives the service in a whole Region, and says `whole: true` to that. */
export const wholeService: PartLanguage<Whole, Whole, { readonly whole: true }> = {
  ...language,
  grantFields: ['whole'],
  template: (declared, path) => {
    if (declared['whole'] !== true)
      throw new GrantsError(path, 'say whole: true, since AWS cannot limit this to less than the service in a Region');
    return language.template();
  },
};
