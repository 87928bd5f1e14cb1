/** CloudFormation's Ref, GetAtt, Sub and Join, as far as this service's template uses them. The rest is an error, never a guess. */
import { entries, fields, list, text, texts } from './checked.ts';
import { type Place, resourceName, urlSuffix } from './resourceNames.ts';

/** A resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** A template's resources by logical id. */
export type TemplateResources = Readonly<Record<string, TemplateResource>>;

/** Resolves every reference in a value; `path` says where the value is. */
export type Resolve = (value: unknown, path: string) => unknown;

const isIntrinsic = (key: string): boolean => key === 'Ref' || key.startsWith('Fn::');

/**
 * Makes the resolver for a template that is deployed at a place.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 * @returns throws an error that names the path at an unknown function, resource or attribute
 */
export const createResolve = (resources: TemplateResources, place: Place): Resolve => {
  const pseudo = new Map([
    ['AWS::AccountId', place.account],
    ['AWS::Partition', place.partition],
    ['AWS::Region', place.region],
    ['AWS::StackName', place.prefix],
    ['AWS::URLSuffix', urlSuffix(place)],
  ]);

  const nameOf = (logicalId: string, path: string) => {
    const resource = Object.hasOwn(resources, logicalId) ? resources[logicalId] : undefined;
    if (resource === undefined) throw new Error(`${path} names ${logicalId}, which the template does not hold.`);
    const name = resourceName(resource.Type, logicalId, place, (property) => {
      const value = resource.Properties[property];
      const where = `${logicalId}.Properties.${property}`;
      return value === undefined ? undefined : text(resolve(value, where), where);
    });
    if (name === undefined) {
      throw new Error(`${path} names ${logicalId}: what a reference to an ${resource.Type} gives is not known here.`);
    }
    return name;
  };

  const ref = (logicalId: string, path: string): string => pseudo.get(logicalId) ?? nameOf(logicalId, path).ref;

  const attribute = (logicalId: string, name: string, path: string): string => {
    const { attributes } = nameOf(logicalId, path);
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (value === undefined) throw new Error(`${path}: the attribute ${name} of ${logicalId} is not known here.`);
    return value;
  };

  // `${A}` is Ref, `${A.B}` GetAtt, `${!A}` the literal text `${A}`.
  const substitute = (pattern: string, path: string): string =>
    pattern.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      const dot = name.indexOf('.');
      return dot < 0 ? ref(name, path) : attribute(name.slice(0, dot), name.slice(dot + 1), path);
    });

  const intrinsic = (name: string, argument: unknown, path: string): string => {
    switch (name) {
      case 'Ref':
        return ref(text(argument, path), path);
      case 'Fn::GetAtt': {
        const [logicalId = '', ...rest] = typeof argument === 'string' ? argument.split('.') : texts(argument, path);
        return attribute(logicalId, rest.join('.'), path);
      }
      case 'Fn::Sub':
        return substitute(text(argument, path), path);
      case 'Fn::Join': {
        const [separator, parts] = list(argument, path);
        return texts(resolve(parts, path), path).join(
          typeof separator === 'string' ? separator : text(separator, path),
        );
      }
      default:
        throw new Error(`${path} uses a function that is not known here.`);
    }
  };

  const resolve: Resolve = (value, path) => {
    if (Array.isArray(value)) return value.map((item, index) => resolve(item, `${path}[${String(index)}]`));
    if (typeof value !== 'object' || value === null) return value;
    const [name] = Object.keys(value).filter(isIntrinsic);
    if (name === undefined) {
      return Object.fromEntries(entries(value, path).map(([key, item, where]) => [key, resolve(item, where)]));
    }
    if (Object.keys(value).length > 1) throw new Error(`${path} holds ${name} and other keys.`);
    return intrinsic(name, fields(value, path)[name], `${path}.${name}`);
  };
  return resolve;
};
