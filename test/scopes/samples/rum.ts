/** Events to an app monitor. */
import type { ScopeSample } from '../sample.ts';

const shop = 'arn:aws:rum:eu-central-1:123456789012:appmonitor/shop';
const put = { Effect: 'Allow', Action: 'rum:PutRumEvents', Resource: shop } as const;

export const rum: ScopeSample = {
  resource: { name: 'shop' },
  grant: { access: ['PUT'] },
  ask: { access: ['PUT'] },
  policy: [put],
  vendPolicy: [put],
  allowed: [{ action: 'rum:PutRumEvents', resource: shop }],
  denied: [
    { action: 'rum:PutRumEvents', resource: `${shop}2` },
    { action: 'rum:PutRumEvents', resource: shop.replace('eu-central-1', 'eu-west-1') },
    { action: 'rum:GetAppMonitorData', resource: shop },
  ],
};
