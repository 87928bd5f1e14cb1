/** Turns grants.ts into grants that can be decided on, or refuses it with the path of the mistake. */
import type { Caller } from './caller.ts';
import { quote } from './errors.ts';
import type { GrantsDeclaration } from './grants.ts';
import { checkClaim } from './grantClaims.ts';
import { grantConditions } from './grantConditions.ts';
import { GrantsError } from './grantsError.ts';
import type { Conditions } from './policy/document.ts';
import { resourcesOf } from './readResources.ts';
import { fieldsOf } from './fieldsOf.ts';
import type { Deployment, Resource } from './resources.ts';
import type { PartTemplate, ScopeDefinition } from './scopes/defineScope.ts';
import { serviceNamed } from './scopes/index.ts';
import { type SessionTags, sessionTagsOf } from './sessionTags.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: a Lambda's own credentials are a role session, and a session made by one lives an hour at most. */
export const MIN_DURATION_SECONDS = 900;
const MAX_DURATION_SECONDS = 3600;

/** A grant of grants.ts, checked, with its resource. */
export interface CompiledGrant {
  readonly name: string;
  readonly admits: (caller: Caller) => boolean;
  readonly resource: Resource;
  readonly maxDurationSeconds: number;
  /** What it gives on a part of the resource; undefined for a role, which is passed on whole. */
  readonly on:
    | {
        readonly service: ScopeDefinition;
        readonly template: PartTemplate<unknown>;
        readonly access: readonly string[];
        /** What must be so of every request with what is vended under it. */
        readonly conditions: Conditions | undefined;
      }
    | undefined;
}

/** grants.ts, checked. */
export interface Grants {
  readonly grants: readonly CompiledGrant[];
  readonly sessionTags: SessionTags;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const text = (value: unknown, path: string): string => {
  if (typeof value !== 'string' || value === '') throw new GrantsError(path, 'is not a string, or an empty one');
  return value;
};

const whoOf = (to: unknown, path: string): ((caller: Caller) => boolean) => {
  if (to === 'everyone') return () => true;
  const { group, sub, claim, equals } = fieldsOf(to, path, ['group', 'sub', 'claim', 'equals']);
  const given = [group, sub, claim].filter((value) => value !== undefined).length;
  if (given !== 1) throw new GrantsError(path, "give 'everyone' or one of { group }, { sub }, { claim, equals }");
  if (claim !== undefined) {
    const name = text(claim, `${path}.claim`);
    const value = text(equals, `${path}.equals`);
    checkClaim(name, `${path}.claim`);
    return (caller) => caller.claims.get(name) === value;
  }
  if (equals !== undefined) throw new GrantsError(`${path}.equals`, 'goes with claim only');
  if (group !== undefined) {
    const name = text(group, `${path}.group`);
    return (caller) => caller.groups.has(name);
  }
  const id = text(sub, `${path}.sub`);
  return (caller) => caller.sub === id;
};

const durationOf = (seconds: unknown, path: string): number => {
  if (seconds === undefined) return MAX_DURATION_SECONDS;
  if (
    typeof seconds === 'number' &&
    Number.isInteger(seconds) &&
    seconds >= MIN_DURATION_SECONDS &&
    seconds <= MAX_DURATION_SECONDS
  )
    return seconds;
  throw new GrantsError(
    path,
    `is not a whole number of seconds from ${String(MIN_DURATION_SECONDS)} to ${String(MAX_DURATION_SECONDS)}`,
  );
};

const accessOf = (service: ScopeDefinition, access: unknown, path: string): readonly string[] => {
  if (!Array.isArray(access) || access.length === 0)
    throw new GrantsError(path, 'is not a list of access values, or an empty one');
  const known = Object.keys(service.access);
  Array.from<unknown>(access).forEach((value, index) => {
    if (!known.includes(value as string))
      throw new GrantsError(`${path}[${String(index)}]`, `is none of ${known.join(', ')}`);
  });
  return known.filter((value) => access.includes(value));
};

const onResource = (
  grant: Readonly<Record<string, unknown>>,
  service: ScopeDefinition,
  path: string,
): CompiledGrant['on'] => {
  const template = service.part.template(grant, path);
  template.claims.forEach((claim) => {
    checkClaim(claim, path);
  });
  const access = accessOf(service, grant['access'], `${path}.access`);
  if (service.refuse) {
    const shape = template.shape;
    for (const value of access) {
      const reason = service.refuse(shape, value);
      if (reason !== undefined) throw new GrantsError(`${path}.access`, reason);
    }
  }
  return { service, template, access, conditions: grantConditions(grant['conditions'], `${path}.conditions`) };
};

const COMMON = ['name', 'to', 'maxDurationSeconds'];

const grantOf = (declared: unknown, resources: ReadonlyMap<string, Resource>, path: string): CompiledGrant => {
  if (!isObject(declared)) throw new GrantsError(path, 'is not a grant');
  const isRole = 'role' in declared;
  const aliasField = isRole ? 'role' : 'resource';
  const { [aliasField]: alias } = declared as Record<string, unknown>;
  const resource = resources.get(text(alias, `${path}.${aliasField}`));
  if (resource === undefined)
    throw new GrantsError(`${path}.${aliasField}`, `${quote(alias)} is not declared in resources`);
  if (isRole !== (resource.kind === 'role')) {
    throw new GrantsError(
      `${path}.${aliasField}`,
      `${quote(alias)} is ${isRole ? 'no role; write resource' : 'a role; write role'}: ${quote(alias)}`,
    );
  }
  const service = serviceNamed(resource.kind);
  const grant = fieldsOf(declared, path, [
    ...COMMON,
    aliasField,
    ...(service ? [...service.part.grantFields, 'access', 'conditions'] : []),
  ]);
  return {
    name: text(grant['name'], `${path}.name`),
    admits: whoOf(grant['to'], `${path}.to`),
    maxDurationSeconds: durationOf(grant['maxDurationSeconds'], `${path}.maxDurationSeconds`),
    resource,
    on: service && onResource(grant, service, path),
  };
};

/**
 * Checks grants.ts against the services and the deployment's resources.
 *
 * @param declaration what grants.ts exports; its types are not believed
 * @param named RESOURCES of the deployment, parsed
 * @throws GrantsError with the path of the first mistake
 */
export const compileGrants = (
  declaration: unknown,
  named: Readonly<Record<string, unknown>>,
  deployment: Deployment,
): Grants => {
  const {
    resources: declared,
    sessionTags,
    grants,
  } = fieldsOf(declaration, 'grants.ts', ['resources', 'sessionTags', 'grants']);
  if (!isObject(declared)) throw new GrantsError('resources', 'is not an object of alias → { kind }');
  const resources = resourcesOf(declared as GrantsDeclaration['resources'], named, deployment);
  if (!Array.isArray(grants)) throw new GrantsError('grants', 'is not a list');
  const compiled = Array.from<unknown>(grants).map((grant, index) =>
    grantOf(grant, resources, `grants[${String(index)}]`),
  );
  compiled.forEach(({ name }, index) => {
    if (compiled.findIndex((grant) => grant.name === name) !== index)
      throw new GrantsError(`grants[${String(index)}].name`, `${quote(name)} is taken`);
  });
  return { grants: compiled, sessionTags: sessionTagsOf(sessionTags) };
};
