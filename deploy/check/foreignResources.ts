/** Resources that are not the granted ones, although they are called alike: elsewhere, of another name, of another kind. */
import type { Resource } from '../../core/resources.ts';
import type { Place } from '../../local/resourceNames.ts';
import { type AwsAction, isOn } from './awsActions.ts';

/** What a resource and its key are called in ARNs, without what tells their kind: `key/`, `secret:`, the slash before a path. */
export const namesOf = ({ name, kmsKeyArn }: Resource): readonly string[] =>
  [name, kmsKeyArn ?? ''].map((one) => one.replace(/^arn(?::[^:]*){4}:[a-z]+[:/]|^\//, '')).filter((one) => one !== '');

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Another account and another Region: none that anybody could mean. */
const ELSEWHERE = [
  [3, 'xx-elsewhere-9'],
  [4, '999999999999'],
] as const;

/** Other names in the place of one that stands whole between colons and slashes. */
const renamed = (path: string, name: string): readonly string[] => {
  const whole = new RegExp(`(?<=^|[:/])${escaped(name)}(?=$|[:/])`, 'g');
  return ['stranger', `${name}x`, `x${name}`].map((other) => path.replaceAll(whole, () => other));
};

/** Of one resource those that differ from it by account, Region or name; a bucket, whose ARN has neither, at least by name. */
export const strangersTo = (arn: string, names: readonly string[]): readonly string[] => {
  const parts = arn.split(':');
  const [head, path] = [parts.slice(0, 5).join(':'), parts.slice(5).join(':')];
  const elsewhere = ELSEWHERE.flatMap(([at, other]) =>
    (parts[at] ?? '') === '' ? [] : [parts.map((part, index) => (index === at ? other : part)).join(':')],
  );
  const bucket = elsewhere.length === 0 ? [path.split('/', 1).join()] : [];
  const called = [...names, ...bucket].flatMap((name) => renamed(path, name)).map((other) => `${head}:${other}`);
  return [...new Set([...elsewhere, ...called])].filter((other) => other !== arn);
};

const VALUES: Readonly<Record<string, keyof Place>> = {
  Partition: 'partition',
  Region: 'region',
  Account: 'account',
};

/** One resource of each kind that an action is on, but of those kinds that something granted is of. */
export const otherKinds = (action: AwsAction, granted: readonly string[], place: Place): readonly string[] =>
  action.arns
    .filter((arn) => !granted.some((resource) => isOn({ ...action, arns: [arn] }, resource)))
    .map((arn) =>
      arn.replaceAll(/\$\{([^}]*)\}|<[^>]*>/g, (_, name = '') => {
        const value = VALUES[String(name)];
        return value === undefined ? 'stranger' : place[value];
      }),
    );
