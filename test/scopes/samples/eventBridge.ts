/** What a team would write for `eventBridge`, and what comes of it. */
import type { Conditions } from '../../../core/policy/document.ts';
import type { ScopeSample } from '../sample.ts';

const bus = 'arn:aws:events:eu-central-1:123456789012:event-bus/app';
const of = (source: string, detailType: string): Conditions => ({
  'ForAllValues:StringEquals': { 'events:source': source, 'events:detail-type': detailType },
  Null: { 'events:source': 'false', 'events:detail-type': 'false' },
});
const put = (source: string | readonly string[], detailType: string | readonly string[], resource = bus) => ({
  action: 'events:PutEvents',
  resource,
  context: { 'events:source': [source].flat(), 'events:detail-type': [detailType].flat() },
});

export const eventBridge: ScopeSample = {
  resource: { name: 'app' },
  grant: { source: 'shop/${claims.tenant}', detailType: 'OrderPlaced', access: ['PUT'] },
  ask: { source: 'shop/acme', access: ['PUT'] },
  policy: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: bus, Condition: of('shop/acme', 'OrderPlaced') }],
  vendPolicy: [
    {
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: bus,
      Condition: of('shop/${aws:PrincipalTag/vend:tenant}', 'OrderPlaced'),
    },
  ],
  allowed: [put('shop/acme', 'OrderPlaced'), put(['shop/acme', 'shop/acme'], 'OrderPlaced')],
  denied: [
    put('shop/acme2', 'OrderPlaced'),
    put('shop/acme', 'OrderPaid'),
    put(['shop/acme', 'shop/other'], 'OrderPlaced'),
    put('shop/acme', ['OrderPlaced', 'OrderPaid']),
    { ...put('shop/acme', 'OrderPlaced'), context: { 'events:source': ['shop/acme'] } },
    { ...put('shop/acme', 'OrderPlaced'), context: { 'events:detail-type': ['OrderPlaced'] } },
    { ...put('shop/acme', 'OrderPlaced'), action: 'events:PutRule' },
    put('shop/acme', 'OrderPlaced', `${bus}2`),
    put('shop/acme', 'OrderPlaced', 'arn:aws:events:eu-central-1:210987654321:event-bus/app'),
    put('shop/acme', 'OrderPlaced', 'arn:aws:events:eu-west-1:123456789012:event-bus/app'),
  ],
};
