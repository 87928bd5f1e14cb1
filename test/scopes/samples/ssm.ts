/** What a team would write for `ssm`, and what comes of it. */
import { SUB } from '../../fixtures.ts';
import type { ScopeSample } from '../sample.ts';

const parameter = (name: string) => `arn:aws:ssm:eu-central-1:123456789012:parameter${name}`;
const own = '${aws:PrincipalTag/vend:sub}';

export const ssm: ScopeSample = {
  resource: { name: '/app/settings' },
  grant: { path: 'users/${sub}/', access: ['READ', 'WRITE', 'LIST'] },
  ask: { path: `users/${SUB}/mail/`, access: ['READ', 'LIST'] },
  policy: [
    {
      Effect: 'Allow',
      Action: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
      Resource: parameter(`/app/settings/users/${SUB}/mail/*`),
    },
    {
      Effect: 'Allow',
      Action: 'ssm:GetParametersByPath',
      Resource: parameter(`/app/settings/users/${SUB}/mail`),
    },
  ],
  vendPolicy: [
    {
      Effect: 'Allow',
      Action: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:PutParameter', 'ssm:GetParametersByPath'],
      Resource: parameter(`/app/settings/users/${own}/*`),
    },
    { Effect: 'Allow', Action: 'ssm:GetParametersByPath', Resource: parameter(`/app/settings/users/${own}`) },
  ],
  allowed: [
    { action: 'ssm:GetParameter', resource: parameter(`/app/settings/users/${SUB}/mail/sender`) },
    { action: 'ssm:GetParametersByPath', resource: parameter(`/app/settings/users/${SUB}/mail`) },
    { action: 'ssm:GetParametersByPath', resource: parameter(`/app/settings/users/${SUB}/mail/`) },
    { action: 'ssm:GetParametersByPath', resource: parameter(`/app/settings/users/${SUB}/mail/old`) },
  ],
  denied: [
    { action: 'ssm:GetParameter', resource: parameter(`/app/settings/users/${SUB}/mail`) },
    { action: 'ssm:GetParameter', resource: parameter(`/app/settings/users/${SUB}/mail2/sender`) },
    { action: 'ssm:GetParametersByPath', resource: parameter(`/app/settings/users/${SUB}/mail2`) },
    { action: 'ssm:GetParametersByPath', resource: parameter(`/app/settings/users/${SUB}`) },
    { action: 'ssm:GetParametersByPath', resource: parameter('/app/settings') },
    { action: 'ssm:GetParametersByPath', resource: parameter('/') },
    { action: 'ssm:PutParameter', resource: parameter(`/app/settings/users/${SUB}/mail/sender`) },
    { action: 'ssm:GetParameterHistory', resource: parameter(`/app/settings/users/${SUB}/mail/sender`) },
    {
      action: 'ssm:GetParameter',
      resource: `arn:aws:ssm:eu-west-1:123456789012:parameter/app/settings/users/${SUB}/mail/sender`,
    },
  ],
};
