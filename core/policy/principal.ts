/** The Principal element: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
import { elementsOf, textsOf } from './elements.ts';
import { PolicyError, shown } from './policyError.ts';
import type { RequestPrincipal } from './request.ts';

/** Whether the element names the principal. */
export type PrincipalTest = (principal: RequestPrincipal) => boolean;

const ACCOUNT = /^\d{12}$/;
const ROOT = /^arn:[a-z-]+:iam::(\d{12}):root$/;
const NAMED = /^arn:[a-z-]+:(?:iam::\d{12}:(?:role|user)|sts::\d{12}:(?:assumed-role|federated-user))\/[^*?${}]+$/;
const UNIQUE_ID = /^A[A-Z0-9]{15,}$/;
const SERVICE = /^[a-z0-9.-]+$/;
const TYPES = new Set(['AWS', 'Service']);

/** An account's ARN and its ID are the same principal. */
const canonical = (name: string): string => ROOT.exec(name)?.[1] ?? name;

const awsNames = (value: unknown, path: string): readonly string[] =>
  textsOf(value, path).map((name) => {
    if (name === '*' || ACCOUNT.test(name) || ROOT.test(name) || NAMED.test(name) || UNIQUE_ID.test(name))
      return canonical(name);
    throw new PolicyError(
      path,
      `${shown(name)} is not an account, user, role or session, nor *. A principal is named in full.`,
    );
  });

const serviceNames = (value: unknown, path: string): readonly string[] =>
  textsOf(value, path).map((name) => {
    if (SERVICE.test(name)) return name;
    throw new PolicyError(path, `${shown(name)} is not the name of a service principal.`);
  });

/**
 * Reads a Principal: `*` (also `{"AWS": "*"}`) is everyone, services included; else AWS principals and services by their exact
 * names. Federated and CanonicalUser principals are refused: no request that is judged here comes from one.
 */
export const principalTest = (value: unknown, path: string): PrincipalTest => {
  if (value === '*') return () => true;
  const byType = elementsOf(value, path, TYPES);
  const aws = new Set(byType.has('AWS') ? awsNames(byType.get('AWS'), `${path}.AWS`) : []);
  const services = new Set(byType.has('Service') ? serviceNames(byType.get('Service'), `${path}.Service`) : []);
  if (aws.size + services.size === 0) throw new PolicyError(path, 'names no principal.');
  if (aws.has('*')) return () => true;
  return (principal) =>
    'Service' in principal ? services.has(principal.Service) : principal.AWS.some((name) => aws.has(canonical(name)));
};
