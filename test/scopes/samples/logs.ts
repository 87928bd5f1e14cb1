/** One log stream below the caller's own prefix. */
import { SUB } from '../../fixtures.ts';
import type { ScopeSample } from '../sample.ts';

const streams = 'arn:aws:logs:eu-central-1:123456789012:log-group:/app/web:log-stream:';
const write = ['logs:CreateLogStream', 'logs:PutLogEvents'] as const;
const own = `${streams}users/${SUB}`;

export const logs: ScopeSample = {
  resource: { name: '/app/web' },
  grant: { streamPrefix: 'users/${sub}/', access: ['WRITE'] },
  ask: { stream: `users/${SUB}/crashes`, access: ['WRITE'] },
  policy: [{ Effect: 'Allow', Action: write, Resource: `${own}/crashes` }],
  vendPolicy: [{ Effect: 'Allow', Action: write, Resource: `${streams}users/\${aws:PrincipalTag/vend:sub}/*` }],
  allowed: write.map((action) => ({ action, resource: `${own}/crashes` })),
  denied: [
    { action: 'logs:PutLogEvents', resource: `${own}/crashes2` },
    { action: 'logs:PutLogEvents', resource: `${own}2/crashes` },
    { action: 'logs:PutLogEvents', resource: `${streams}users/other/crashes` },
    { action: 'logs:PutLogEvents', resource: `${own}/crashes`.replace('/app/web', '/app/web2') },
    { action: 'logs:PutLogEvents', resource: `${own}/crashes`.replace('eu-central-1', 'eu-west-1') },
    { action: 'logs:GetLogEvents', resource: `${own}/crashes` },
    { action: 'logs:DeleteLogStream', resource: `${own}/crashes` },
  ],
};
