/** A queue, to send to. */
import type { ScopeSample } from '../sample.ts';

const orders = 'arn:aws:sqs:eu-central-1:123456789012:orders';

export const sqs: ScopeSample = {
  resource: { name: 'orders' },
  grant: { access: ['SEND', 'CONSUME'] },
  ask: { access: ['SEND'] },
  policy: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: orders }],
  vendPolicy: [
    {
      Effect: 'Allow',
      Action: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
      Resource: orders,
    },
  ],
  allowed: [{ action: 'sqs:SendMessage', resource: orders }],
  denied: [
    { action: 'sqs:ReceiveMessage', resource: orders },
    { action: 'sqs:PurgeQueue', resource: orders },
    { action: 'sqs:SendMessage', resource: `${orders}.fifo` },
    { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:eu-west-1:123456789012:orders' },
  ],
};
