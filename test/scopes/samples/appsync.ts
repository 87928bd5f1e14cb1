/** One query of a GraphQL API whose queries and subscriptions are granted. */
import type { ScopeSample } from '../sample.ts';

const types = 'arn:aws:appsync:eu-central-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz/types';

export const appsync: ScopeSample = {
  resource: { name: 'abcdefghijklmnopqrstuvwxyz' },
  grant: { whole: true, access: ['QUERY', 'SUBSCRIBE'] },
  ask: { field: 'orders', access: ['QUERY'] },
  policy: [{ Effect: 'Allow', Action: 'appsync:GraphQL', Resource: `${types}/Query/fields/orders` }],
  vendPolicy: [
    {
      Effect: 'Allow',
      Action: 'appsync:GraphQL',
      Resource: [`${types}/Query/fields/*`, `${types}/Subscription/fields/*`],
    },
  ],
  allowed: [{ action: 'appsync:GraphQL', resource: `${types}/Query/fields/orders` }],
  denied: [
    { action: 'appsync:GraphQL', resource: `${types}/Query/fields/ordersOfAll` },
    { action: 'appsync:GraphQL', resource: `${types}/Mutation/fields/orders` },
    { action: 'appsync:GraphQL', resource: `${types}/Subscription/fields/orders` },
    { action: 'appsync:GraphQL', resource: `${types.replace('/abcd', '/bbcd')}/Query/fields/orders` },
    {
      action: 'appsync:GetGraphqlApi',
      resource: 'arn:aws:appsync:eu-central-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz',
    },
  ],
};
