/** The resources of a template by type, with every reference resolved. */
import { fields } from './checked.ts';
import type { Resolve, TemplateResources } from './cloudFormation.ts';
import type { LambdaFunction } from './service.ts';

/** One resource with every reference resolved. */
export interface ResolvedResource {
  readonly logicalId: string;
  readonly path: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** All resources of one type. */
export type OfType = (type: string) => readonly ResolvedResource[];

/** Gives access to a template's resources. Those of types that nobody asks for are not resolved. */
export const resolvedResources =
  (resources: TemplateResources, resolve: Resolve): OfType =>
  (type) =>
    Object.entries(resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, { Properties }]) => {
        const path = `${logicalId}.Properties`;
        return { logicalId, path, properties: fields(resolve(Properties, path), path) };
      });

/** The one resource of a type. */
export const only = (ofType: OfType, type: string): ResolvedResource => {
  const [one, another] = ofType(type);
  if (one === undefined || another !== undefined) throw new Error(`The template does not hold exactly one ${type}.`);
  return one;
};

/** The key of the function with an ARN. */
export const functionAt = (functions: readonly LambdaFunction[], arn: unknown, path: string): string => {
  const found = functions.find((candidate) => candidate.arn === arn);
  if (found === undefined) throw new Error(`${path} is not the ARN of a function of this service.`);
  return found.key;
};
