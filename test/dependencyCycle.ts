/** Finds resources of a CloudFormation template that wait for each other: neither can be created first. */
import { cycleIn } from './cycle.ts';

const inSub = (pattern: string): readonly string[] =>
  [...pattern.matchAll(/\$\{(?!!)([^}.]+)[^}]*\}/g)].map(([, name = '']) => name);

/** The logical ids that a value refers to, pseudo parameters included. */
const references = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
    if (key === 'Ref' || key === 'DependsOn') return [item].flat().map(String);
    if (key === 'Fn::GetAtt') return [String(Array.isArray(item) ? item[0] : String(item).split('.')[0])];
    if (key === 'Fn::Sub')
      return Array.isArray(item) ? [...inSub(String(item[0])), ...references(item)] : inSub(String(item));
    return references(item);
  });
};

/** A cycle as logical ids, each waiting for the next; undefined when there is none. */
export const dependencyCycle = (resources: Readonly<Record<string, unknown>>): readonly string[] | undefined =>
  cycleIn(Object.keys(resources), (logicalId) =>
    references(resources[logicalId]).filter((next) => Object.hasOwn(resources, next)),
  );
