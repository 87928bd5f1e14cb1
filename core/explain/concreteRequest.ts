/** From a resource as a client names it to its ARN: `uploads/users/1/x` is an object in the bucket behind the alias. */
import { quote, VendError } from '../errors.ts';
import type { Context } from '../policy/evaluate.ts';
import { onlyMatch } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import type { Permission, ScopeDefinition } from '../scopes/defineScope.ts';
import { serviceNamed } from '../scopes/index.ts';
import type { AskedRequest } from './readRequests.ts';
import { partsOf, wholeOf } from './shownParts.ts';

/** A request as AWS judges it, but for what the session brings into its context. */
export interface ConcreteRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** Region and account may be empty. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const ARN = /^arn:[a-z][a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[a-z0-9-]*:./;

const permissionsOn = (service: ScopeDefinition, resource: Resource, part: unknown): readonly Permission[] =>
  Object.values(service.access).flatMap((access) => access(resource, part, () => true));

/** What naming the part puts into the request: the prefix of a list, the keys of an item, a sender. */
const contextOf = ({ anyOf }: Permission, text: string): Context => {
  if (anyOf === undefined || text === '') return {};
  const value = anyOf.value.replace(/\*$/, '').replace(/\$\{([*?$])\}/g, '$1');
  return { [anyOf.key]: anyOf.operator.startsWith('ForA') ? [value] : value };
};

/** The one ARN that a statement is on, or `*` for actions that are on no resource. */
const onlyResource = ({ resource }: Permission): string | undefined => (resource === '*' ? '*' : onlyMatch(resource));

const has = (context: Context, key: string): boolean =>
  Object.keys(context).some((given) => given.toLowerCase() === key.toLowerCase());

interface Candidate {
  readonly arn: string;
  readonly permission: Permission;
}

/** Of what a text can mean to a service the resource that an action is on. */
const candidateFor = (service: ScopeDefinition, resource: Resource, text: string, action: string) => {
  const isOn = ({ actions }: Permission): boolean => actions.some((one) => one.toLowerCase() === action.toLowerCase());
  const candidates = partsOf(service, text).flatMap((part) =>
    permissionsOn(service, resource, part).flatMap((permission): Candidate[] => {
      const arn = onlyResource(permission);
      return arn === undefined ? [] : [{ arn, permission }];
    }),
  );
  const found = candidates.find(({ permission }) => isOn(permission));
  if (found !== undefined || permissionsOn(service, resource, wholeOf(service)).some(isOn)) return found;
  // An action that no access value has is in no statement, whatever the resource: the longest says best what is meant.
  return candidates.reduce<Candidate | undefined>(
    (best, next) => (best === undefined || next.arn.length > best.arn.length ? next : best),
    undefined,
  );
};

const refused = ({ path, resource }: AskedRequest, reason: string): VendError =>
  new VendError('InvalidScope', `${path}.resource is ${quote(resource)}, which ${reason}.`, {
    path: `${path}.resource`,
  });

/**
 * The request with a real ARN. An alias stands for what the service makes of it and of the part behind its first slash, which is
 * read as the service shows parts; the condition keys that name the part, and the resource's Region, are then in the context, unless the client gives them.
 *
 * @param resources those that the caller has grants on; another alias is as good as none
 * @throws VendError `InvalidScope` for an alias that is not among them, a part that is no one resource, or half an ARN
 */
export const concreteRequest = (asked: AskedRequest, resources: readonly Resource[]): ConcreteRequest => {
  const { action, resource: named, context } = asked;
  if (named === '*') return { action, resource: named, context };
  if (named.startsWith('arn:')) {
    if (!ARN.test(named)) throw refused(asked, 'is no whole ARN. Write arn:partition:service:region:account:resource');
    return { action, resource: named, context };
  }
  const [alias = '', ...rest] = named.split('/');
  const text = rest.join('/');
  const resource = resources.find((one) => one.alias === alias);
  const service = resource && serviceNamed(resource.kind);
  if (resource === undefined || service === undefined)
    throw refused(asked, 'is no ARN, nor begins with an alias that myGrants shows. Write alias/part, or the ARN');
  const found = candidateFor(service, resource, text, action);
  if (found === undefined) {
    throw refused(
      asked,
      `is not one resource that ${action} is on. Name one as previews show parts, such as a key without "/" at its end, or give its ARN`,
    );
  }
  const implied = { 'aws:RequestedRegion': resource.region, ...contextOf(found.permission, text) };
  const naming = Object.entries(implied).filter(([key]) => !has(context, key));
  return { action, resource: found.arn, context: { ...Object.fromEntries(naming), ...context } };
};
