/** Mail from one address of a domain. */
import type { ScopeSample } from '../sample.ts';

const identity = 'arn:aws:ses:eu-central-1:123456789012:identity/mail.example.com';
const from = { 'ses:FromAddress': 'acme@mail.example.com' };

export const ses: ScopeSample = {
  resource: { name: 'mail.example.com' },
  grant: { fromAddress: 'acme@mail.example.com', access: ['SEND'] },
  ask: { fromAddress: 'acme@mail.example.com', access: ['SEND'] },
  policy: [{ Effect: 'Allow', Action: 'ses:SendEmail', Resource: identity, Condition: { StringEquals: from } }],
  vendPolicy: [{ Effect: 'Allow', Action: 'ses:SendEmail', Resource: identity, Condition: { StringEquals: from } }],
  allowed: [{ action: 'ses:SendEmail', resource: identity, context: from }],
  denied: [
    { action: 'ses:SendEmail', resource: identity },
    { action: 'ses:SendEmail', resource: identity, context: { 'ses:FromAddress': 'acme2@mail.example.com' } },
    { action: 'ses:SendEmail', resource: `${identity}.org`, context: from },
    { action: 'ses:SendEmail', resource: identity.replace('identity/mail.', 'identity/'), context: from },
    { action: 'ses:SendRawEmail', resource: identity, context: from },
    { action: 'ses:SendBulkEmail', resource: identity, context: from },
  ],
};
