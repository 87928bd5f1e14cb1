/** From a resource as a client names it to its ARN: `uploads/users/1/x` is an object in the bucket behind the alias. */
import { quote, VendError } from '../errors.ts';
import type { Context } from '../policy/evaluate.ts';
import { serviceNamed } from '../scopes/index.ts';
import { candidateFor, type KnownResource, valuesApart } from './candidates.ts';
import type { AskedRequest } from './readRequests.ts';

/** A request as AWS judges it, but for what the session brings into its context. */
export interface ConcreteRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** Region and account may be empty. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const ARN = /^arn:[a-z][a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[a-z0-9-]*:./;

const has = (context: Context, key: string): boolean =>
  Object.keys(context).some((given) => given.toLowerCase() === key.toLowerCase());

const refused = ({ path, resource }: AskedRequest, reason: string): VendError =>
  new VendError('InvalidScope', `${path}.resource is ${quote(resource)}, which ${reason}.`, {
    path: `${path}.resource`,
  });

/**
 * The request with a real ARN. An alias stands for what the service makes of it and of the part behind its first slash, which is
 * read as the service shows parts; the condition keys that name the part, and the resource's Region, are then in the context, unless the client gives them.
 *
 * @param known one for each of the caller's grants; another alias is as good as none
 * @throws VendError `InvalidScope` for an alias that is not among them, a part that is no one resource, or half an ARN
 */
export const concreteRequest = (asked: AskedRequest, known: readonly KnownResource[]): ConcreteRequest => {
  const { action, resource: named, context } = asked;
  if (named === '*') return { action, resource: named, context };
  if (named.startsWith('arn:')) {
    if (!ARN.test(named)) throw refused(asked, 'is no whole ARN. Write arn:partition:service:region:account:resource');
    return { action, resource: named, context };
  }
  const [alias = '', ...rest] = named.split('/');
  const grants = known.filter(({ resource }) => resource.alias === alias);
  const [first] = grants;
  const service = first && serviceNamed(first.resource.kind);
  if (first === undefined || service === undefined)
    throw refused(asked, 'is no ARN, nor begins with an alias that myGrants shows. Write alias/part, or the ARN');
  const one = { resource: first.resource, access: new Set(grants.flatMap(({ access }) => [...access])) };
  const apart = valuesApart(service, one, action);
  const [value = '', ...path] = rest;
  if (apart.length > 0 && !apart.includes(value))
    throw refused(asked, `does not say which of ${apart.join(', ')} is meant. Write ${alias}/${String(apart[0])}/part`);
  const found =
    apart.length > 0
      ? candidateFor(service, one, path.join('/'), action, [value])
      : candidateFor(service, one, rest.join('/'), action, Object.keys(service.access));
  if (found === undefined) {
    throw refused(
      asked,
      `is not one resource that ${action} is on. Name one as previews show parts, such as a key without "/" at its end, or give its ARN`,
    );
  }
  const implied = { 'aws:RequestedRegion': first.resource.region, ...found.context };
  const naming = Object.entries(implied).filter(([key]) => !has(context, key));
  return { action, resource: found.arn, context: { ...Object.fromEntries(naming), ...context } };
};
