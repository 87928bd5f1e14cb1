/** The inverse of packing: reads a packed policy back, and says whether it means what was to be stated. */
import type { Permission } from '../scopes/defineScope.ts';
import type { SessionTag } from '../sessionTags.ts';
import { areWithin, atomsOf } from './atoms.ts';
import { TAG_LIMIT, TAG_VALUE_LIMIT } from './budget.ts';
import type { Conditions, OneOrMany, PolicyDocument, Statement } from './document.ts';
import { listOf, oneOrMany } from './oneOrMany.ts';
import { equalTo, literal } from './pattern.ts';
import { plainly } from './plainly.ts';
import type { PackedPolicy } from './withTags.ts';

// Nothing of this is packing's own code: where variables may stand and what tags can hold is said here a second time.

const VARIABLE = /\$\{aws:PrincipalTag\/([^}]*)\}/g;

/** Behind the fifth colon of an ARN variables may stand, before it none. */
const HEAD = /^(?:[^:]*:){5}/;

/** Operators on text: others take no variable. */
const ON_TEXT = /^(?:ForA(?:ll|ny)Values:)?String(?:Equals|Like)(?:IfExists)?$/;

type Fill = (text: string, escape: (value: string) => string) => string;

/** A variable without a tag is left: it then means nothing that was to be stated. */
const filling = (tags: readonly SessionTag[]): Fill => {
  const values = new Map(tags.map(({ Key, Value }) => [Key, Value]));
  return (text, escape) =>
    text.replace(VARIABLE, (variable, key: string) => {
      const value = values.get(key);
      return value === undefined ? variable : escape(value);
    });
};

const eachOf = (values: OneOrMany, change: (value: string) => string): OneOrMany =>
  oneOrMany(listOf(values).map(change));

const filledConditions = (conditions: Conditions, fill: Fill): Conditions =>
  Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => {
      if (!ON_TEXT.test(operator)) return [operator, keys];
      const escape = operator.includes('Like') ? literal : equalTo;
      return [
        operator,
        Object.fromEntries(
          Object.entries(keys).map(([key, values]) => [key, eachOf(values, (value) => fill(value, escape))]),
        ),
      ];
    }),
  );

const filledResource = (arn: string, fill: Fill): string => {
  const [head = arn] = HEAD.exec(arn) ?? [];
  return head + fill(arn.slice(head.length), literal);
};

const filled = (document: PolicyDocument, tags: readonly SessionTag[]): readonly Statement[] => {
  const statements = [document.Statement].flat() as readonly Statement[];
  if (tags.length === 0) return statements;
  const fill = filling(tags);
  return statements.map(({ Resource = [], Condition, ...rest }) => ({
    ...rest,
    Resource: eachOf(Resource, (arn) => filledResource(arn, fill)),
    ...(Condition && { Condition: filledConditions(Condition, fill) }),
  }));
};

const read = ({ text }: PackedPolicy): PolicyDocument => JSON.parse(text) as PolicyDocument;

/** The policy with its tags filled in. */
export const unpack = (packed: PackedPolicy): readonly Statement[] => filled(read(packed), packed.tags);

const KEY = /^v1?[0-9a-z]$/;
const VALUE = /^(?!\p{Z})[\p{L}\p{Z}\p{N}_.:/=+\-@]+(?<!\p{Z})$/u;

/**
 * Whether STS takes the tags, each with just this value: a space at an end could get lost, and with it what tells two names apart.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html
 */
const canBeTags = (tags: readonly SessionTag[]): boolean =>
  tags.length <= TAG_LIMIT &&
  new Set(tags.map(({ Key }) => Key)).size === tags.length &&
  tags.every(({ Key, Value }) => KEY.test(Key) && Value.length <= TAG_VALUE_LIMIT && VALUE.test(Value));

const ELEMENTS = new Set(['Effect', 'Action', 'Resource', 'Condition']);

/** A list under a negated operator is no list of alternatives, so that such a condition cannot be compared value by value. */
const onlyAllows = (statement: Statement): boolean =>
  statement.Effect === 'Allow' &&
  Object.keys(statement).every((element) => ELEMENTS.has(element)) &&
  !Object.keys(statement.Condition ?? {}).some((operator) => operator.includes('Not'));

/** In any other version `${*}` would be a star between other characters, and a variable none. */
const hasVariables = ({ Version }: PolicyDocument): boolean => Version === '2012-10-17';

/**
 * Whether the packed policy allows what the permissions allow and nothing else, as its text and its tags say by themselves. False
 * is a fault in packing.
 */
export const means = (packed: PackedPolicy, permissions: readonly Permission[]): boolean => {
  const document = read(packed);
  if (!hasVariables(document) || !canBeTags(packed.tags)) return false;
  const statements = filled(document, packed.tags);
  if (!statements.every(onlyAllows)) return false;
  const stated = atomsOf(statements);
  const wanted = atomsOf(plainly(permissions));
  return areWithin(stated, wanted) && areWithin(wanted, stated);
};

/** Whether some permissions allow whatever others allow, one of them by itself each: what need not be stated beside them. */
export const areWithinOthers = (inner: readonly Permission[], outer: readonly Permission[]): boolean =>
  areWithin(atomsOf(plainly(inner), true), atomsOf(plainly(outer), true));
