/** What most access values mean: some actions on one ARN, under conditions on the part or none. */
import type { Conditions } from '../policy/document.ts';
import type { Resource } from '../resources.ts';
import type { Access } from './defineScope.ts';

/** An ARN of the resource's own partition, Region and account; `path` is what stands behind the fifth colon. */
export const arnOf = (service: string, { partition, region, account }: Resource, path: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${path}`;

/** What a session policy says of one part. Every text in it that is not ours has been through `literal` or `equalTo`. */
export interface Stated {
  readonly resource: string;
  readonly conditions?: Conditions | undefined;
}

/** For actions on no resource that AWS could name: anything, in the Region of the alias. */
export const anythingIn = ({ region }: Resource) => ({
  resource: '*',
  conditions: { StringEquals: { 'aws:RequestedRegion': region } },
});

/** An access value that means these actions on what is stated. Conditions without a key are none. */
export const permit =
  <Part>(state: (resource: Resource, part: Part) => Stated, ...actions: readonly string[]): Access<Part> =>
  (resource, part) => {
    const { resource: arn, conditions = {} } = state(resource, part);
    return [{ actions, resource: arn, ...(Object.keys(conditions).length > 0 && { conditions }) }];
  };
