/** What is wrong with a permission that some service's file states, by rules that hold for every service and need no sample. */
import type { OneOrMany } from '../../core/policy/document.ts';
import type { Resource } from '../../core/resources.ts';
import type { Permission } from '../../core/scopes/defineScope.ts';
import { isOn, supportsKey } from '../../deploy/check/awsActions.ts';
import { statementOf } from '../../deploy/check/grantedPermissions.ts';
import { listed } from '../../deploy/check/probes.ts';
import type { Reference } from './reference.ts';

/** `*`, `?` and `$` that stand for themselves. */
const ESCAPED = /\$\{[*?$]\}/g;

// A wildcard is the last thing in its text, behind a separator: then it stands for whole names.
const whyWild = (pattern: string): string | undefined => {
  const rest = pattern.replace(ESCAPED, 'x').replace(/(?<=[/:])\*$/, '');
  return /[*?]|\$\{/.test(rest) ? `${pattern} has a wildcard or a variable that stands for part of a name` : undefined;
};

// In whatever Region the profile sends a request, and then through the profile only.
const ANY_REGION = /^(arn:[a-z-]+:bedrock:)\*(::foundation-model\/)/;

const resourceFaults = ({ resource, actions, conditions = {} }: Permission, of: Resource, known: Reference) => {
  if (resource === '*') {
    const narrower = actions.filter((action) => known.onResource.has(action));
    return [
      ...narrower.map((action) => `${action} is on some resource, and not on *`),
      ...(conditions['StringEquals']?.['aws:RequestedRegion'] === of.region ? [] : ['* is not bound to the Region']),
    ];
  }
  const isByProfile = conditions['StringEquals']?.['bedrock:InferenceProfileArn'] !== undefined;
  const arn = isByProfile ? resource.replace(ANY_REGION, `$1${of.region}$2`) : resource;
  const [scheme, partition, , region, account] = arn.split(':');
  const wild = whyWild(arn);
  return [
    ...(wild === undefined ? [] : [wild]),
    ...(scheme === 'arn' && partition === of.partition ? [] : [`${arn} is not in the partition ${of.partition}`]),
    ...(['', of.region].includes(region ?? '') ? [] : [`${arn} is not in the Region ${of.region}`]),
    ...(['', of.account].includes(account ?? '') || resource === of.kmsKeyArn ? [] : [`${arn} is of another account`]),
  ];
};

const TAKEN = ['StringEquals', 'StringLike', 'ForAllValues:StringEquals', 'Bool', 'Null'];

// Not every write that this speaks of has the parameter: core/scopes/dynamodb.ts.
const MAY_BE_ABSENT = 'dynamodb:ReturnValues';

const isTaken = (operator: string, key: string): boolean =>
  TAKEN.includes(operator) || (operator === 'StringEqualsIfExists' && key === MAY_BE_ABSENT);

interface Test {
  readonly operator: string;
  readonly key: string;
  readonly values: OneOrMany;
}

const testsOf = (permission: Permission): readonly Test[] =>
  Object.entries(statementOf(permission).Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );

/** A condition that a request without the key does not meet. */
const isClosed = (tests: readonly Test[], key: string): boolean =>
  tests.some(
    (other) =>
      (other.operator === 'Null' && other.key === key && other.values === 'false') ||
      // Whoever gives a value of an encryption context gives its key.
      (key === 'kms:EncryptionContextKeys' &&
        /^StringEquals kms:EncryptionContext:./.test(`${other.operator} ${other.key}`)),
  );

const testFaults = ({ operator, key, values }: Test, tests: readonly Test[], known: Reference) => {
  const isSet = operator.startsWith('ForAllValues:');
  const wild = operator === 'StringLike' ? listed(values).flatMap((value) => whyWild(value) ?? []) : [];
  return [
    ...wild,
    ...(isTaken(operator, key) ? [] : [`${operator} is not an operator that is taken with ${key}`]),
    ...(operator === 'Null' && values !== 'false' ? [`${key} must be absent`] : []),
    ...(known.multivalued.has(key) && !isSet && operator !== 'Null' ? [`${key} can have several values`] : []),
    ...(isSet && !isClosed(tests, key) ? [`a request without ${key} meets ${operator}`] : []),
  ];
};

const isRead = (access: string): boolean => /^(READ|LIST|DESCRIBE|PLAY)(_|$)/.test(access);

const actionFaults = (
  name: string,
  permission: Permission,
  access: string,
  tests: readonly Test[],
  known: Reference,
) => {
  const action = known.actions.get(name.toLowerCase());
  if (action?.name !== name) return [`AWS has no action ${name}`];
  const keys = tests
    .filter(({ operator }) => !operator.endsWith('IfExists'))
    .map(({ key }) => key)
    .filter((key) => !supportsKey(action, key));
  return [
    ...(isOn(action, permission.resource) ? [] : [`${name} is not on ${permission.resource}`]),
    ...keys.map((key) => `${name} does not know ${key}`),
    ...(action.level.includes('Permissions management') ? [`${name} manages permissions`] : []),
    ...(isRead(access) && !permission.byService && !/^(Read|List)$/.test(action.level)
      ? [`${name} is no reading`]
      : []),
  ];
};

const keyFaults = (permission: Permission, tests: readonly Test[]): readonly string[] => {
  if (permission.byService === undefined) return [];
  const isBound = (key: RegExp) =>
    tests.some((test) => /^String(Equals|Like)$/.test(test.operator) && key.test(test.key));
  return [/^kms:ViaService$/, /^kms:EncryptionContext:/].flatMap((key) =>
    isBound(key) ? [] : [`the key is not bound by ${key.source}`],
  );
};

/** Every fault of what an access value states on a resource; none if it is sound. */
export const statedFaults = (
  access: string,
  permission: Permission,
  of: Resource,
  known: Reference,
): readonly string[] => {
  const tests = testsOf(permission);
  return [
    ...permission.actions.flatMap((name) => actionFaults(name, permission, access, tests, known)),
    ...resourceFaults(permission, of, known),
    ...tests.flatMap((test) => testFaults(test, tests, known)),
    ...keyFaults(permission, tests),
  ];
};
