/** What a team would write for `sns`, and what comes of it. */
import type { ScopeSample } from '../sample.ts';

const topic = 'arn:aws:sns:eu-central-1:123456789012:orders';

export const sns: ScopeSample = {
  resource: { name: 'orders' },
  grant: { access: ['PUBLISH'] },
  ask: { access: ['PUBLISH'] },
  policy: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: topic }],
  vendPolicy: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: topic }],
  allowed: [{ action: 'sns:Publish', resource: topic }],
  denied: [
    { action: 'sns:Subscribe', resource: topic },
    { action: 'sns:Publish', resource: `${topic}2` },
    { action: 'sns:Publish', resource: `${topic}.fifo` },
    { action: 'sns:Publish', resource: 'arn:aws:sns:eu-central-1:210987654321:orders' },
    { action: 'sns:Publish', resource: 'arn:aws:sns:eu-central-1:123456789012:endpoint/GCM/app/0d1e2f3a' },
    { action: 'sns:Publish', resource: '+491701234567' },
  ],
};
