/** The items under the caller's own key, to read. */
import type { Conditions } from '../../../core/policy/document.ts';
import { SUB } from '../../fixtures.ts';
import type { ScopeSample } from '../sample.ts';

const table = 'arn:aws:dynamodb:eu-central-1:123456789012:table/notes-table';
const reading = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:ConditionCheckItem'];
const under = (key: string): Conditions => ({
  Null: { 'dynamodb:LeadingKeys': 'false' },
  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': key },
});

export const dynamodb: ScopeSample = {
  resource: { name: 'notes-table' },
  grant: { leadingKey: '${sub}', access: ['READ'] },
  ask: { access: ['READ'] },
  policy: [{ Effect: 'Allow', Action: reading, Resource: table, Condition: under(SUB) }],
  vendPolicy: [{ Effect: 'Allow', Action: reading, Resource: table, Condition: under('${aws:PrincipalTag/vend:sub}') }],
  allowed: [{ action: 'dynamodb:Query', resource: table, context: { 'dynamodb:LeadingKeys': [SUB] } }],
  denied: [
    { action: 'dynamodb:Query', resource: table, context: { 'dynamodb:LeadingKeys': [SUB, 'somebody'] } },
    { action: 'dynamodb:Scan', resource: table },
    { action: 'dynamodb:PutItem', resource: table, context: { 'dynamodb:LeadingKeys': [SUB] } },
    { action: 'dynamodb:Query', resource: `${table}/index/byOwner`, context: { 'dynamodb:LeadingKeys': [SUB] } },
  ],
};
