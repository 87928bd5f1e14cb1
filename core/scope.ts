/** Reads what a client asks for into typed values. Everything in it is hostile until it has been through here. */
import { quote, VendError } from './errors.ts';
import type { ScopeDefinition } from './scopes/defineScope.ts';
import { serviceNamed, serviceNames } from './scopes/index.ts';

/** Asks in one scope, each leading key one. More could not be packed into any policy, and splitting them takes time. */
const MAX_ASKS = 500;

/** One element of a scope: one service, one resource, one part, some access. */
export interface Ask {
  readonly service: ScopeDefinition;
  readonly alias: string;
  /** What is asked for, in the service's own terms. Undefined: whatever part the caller's grants allow. */
  readonly parts: readonly unknown[] | undefined;
  /** In the schema's order, each once. */
  readonly access: readonly string[];
  /** Where it stands in the scope, for messages: `scope.s3[0]`. */
  readonly path: string;
}

/** A scope, read: everything that the grants allow, one role, or asks. */
export type Scope = 'everything' | { readonly role: string } | { readonly asks: readonly Ask[] };

/** The error for what is not well formed. */
export const invalid = (path: string, reason: string): VendError =>
  new VendError('InvalidScope', `${path} ${reason}.`, { path });

type Fields = Readonly<Record<string, unknown>>;

/** Whether it is an object with fields. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readAccess = (service: ScopeDefinition, access: unknown, path: string): readonly string[] => {
  const known = Object.keys(service.access);
  if (!Array.isArray(access) || access.length === 0)
    throw invalid(path, `is empty. Give at least one of ${known.join(', ')}`);
  const strays = Array.from<unknown>(access).filter((value) => !known.includes(value as string));
  if (strays.length > 0) throw invalid(path, `has ${quote(strays[0])}, which is none of ${known.join(', ')}`);
  return known.filter((value) => access.includes(value));
};

const readAsk = (service: ScopeDefinition, input: unknown, path: string): Ask => {
  if (!isFields(input)) throw invalid(path, 'is not an ask');
  const stray = Object.keys(input).find((field) => !['resource', 'access', ...service.part.fields].includes(field));
  if (stray !== undefined) throw invalid(path, `has the field ${quote(stray)}, which is not known`);
  const { resource: alias } = input;
  if (typeof alias !== 'string' || alias === '')
    throw invalid(`${path}.resource`, 'is empty. Give the alias that myGrants shows');
  const access = readAccess(service, input['access'], `${path}.access`);
  const parts = service.part.read(input, path);
  for (const value of access) {
    for (const part of parts ?? []) {
      const reason = service.refuse?.(part, value);
      if (reason !== undefined) throw invalid(path, `cannot be: ${reason}`);
    }
  }
  return { service, alias, parts, access, path };
};

/**
 * Whatever is asked of a service of which no grant is the caller's: what it says need not be understood, and whether there is any resource
 * of it is not told.
 */
const notGranted = (name: string, [first]: readonly unknown[]): VendError => {
  const path = `scope.${name}[0]`;
  const { resource, access } = isFields(first) ? first : {};
  const value: unknown = Array.isArray(access) ? access[0] : undefined;
  const isClear = typeof resource === 'string' && typeof value === 'string' && /^[A-Z_]{1,40}$/.test(value);
  const what = isClear ? `${value} on ${quote(resource)}` : `anything of ${name}`;
  return new VendError(
    'NotGranted',
    `No grant of yours covers ${what} (${path}). Query myGrants for what you may ask for.`,
    // Not the access: of an ask that was not read, it would be a client's word in the log.
    { path, ...(isClear && { resource }) },
  );
};

/**
 * Reads the argument `scope`.
 *
 * @param kinds the services of which some grant is the caller's
 * @throws VendError `InvalidScope` with the path of the first mistake; `MixedRoles` for a role together with asks; `NotGranted` for an
 * ask of another service than those
 */
export const readScope = (input: unknown, kinds: ReadonlySet<string>): Scope => {
  if (input === undefined || input === null) return 'everything';
  if (!isFields(input)) throw invalid('scope', 'is not a scope');
  const asks: Ask[] = [];
  const tooMany = () =>
    invalid('scope', `has more than ${String(MAX_ASKS)} asks. Ask for more at once, or vend several scopes`);
  let parts = 0;
  for (const [name, list] of Object.entries(input)) {
    if (name === 'role' || list === undefined || list === null) continue;
    if (!(serviceNames as readonly string[]).includes(name))
      throw invalid('scope', `has the field ${quote(name)}, which is not known`);
    if (!Array.isArray(list)) throw invalid(`scope.${name}`, 'is not a list');
    if (list.length === 0) continue;
    const service = kinds.has(name) ? serviceNamed(name) : undefined;
    if (service === undefined) throw notGranted(name, list);
    if (parts + list.length > MAX_ASKS) throw tooMany();
    list.forEach((given, index) => {
      const ask = readAsk(service, given, `scope.${name}[${String(index)}]`);
      parts += ask.parts?.length ?? 1;
      if (parts > MAX_ASKS) throw tooMany();
      asks.push(ask);
    });
  }
  const { role } = input;
  if (role === undefined || role === null) {
    if (asks.length === 0)
      throw invalid('scope', 'asks for nothing. Leave it out for everything that your grants allow');
    return { asks };
  }
  if (typeof role !== 'string' || role === '')
    throw invalid('scope.role', 'is empty. Give the alias that myGrants shows');
  if (asks.length > 0) {
    throw new VendError(
      'MixedRoles',
      'scope has a role and asks. A role is passed on directly, without a session policy: vend the two separately.',
      { path: 'scope.role' },
    );
  }
  return { role };
};
