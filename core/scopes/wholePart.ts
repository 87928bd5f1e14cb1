/** Resources that have no parts: a queue, a topic, a stream. A grant on one gives all of it. */
import type { PartLanguage } from './defineScope.ts';

/** All of the resource: there is nothing to say of it. */
export type Whole = Readonly<Record<string, never>>;

const whole: Whole = {};

/** The language of resources without parts: no field in an ask, none in a grant. */
export const wholePart: PartLanguage<Whole, Whole> = {
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
};
