/** What a team would write for `stepFunctions`, and what comes of it. */
import { SUB } from '../../fixtures.ts';
import type { ScopeSample } from '../sample.ts';

const statesArn = (path: string) => `arn:aws:states:eu-central-1:123456789012:${path}`;

export const stepFunctions: ScopeSample = {
  resource: { name: 'checkout' },
  grant: { execution: '${sub}', access: ['DESCRIBE', 'STOP'] },
  ask: { execution: SUB, access: ['DESCRIBE'] },
  policy: [{ Effect: 'Allow', Action: 'states:DescribeExecution', Resource: statesArn(`execution:checkout:${SUB}`) }],
  vendPolicy: [
    {
      Effect: 'Allow',
      Action: ['states:DescribeExecution', 'states:StopExecution'],
      Resource: statesArn('execution:checkout:${aws:PrincipalTag/vend:sub}'),
    },
  ],
  allowed: [{ action: 'states:DescribeExecution', resource: statesArn(`execution:checkout:${SUB}`) }],
  denied: [
    { action: 'states:DescribeExecution', resource: statesArn('execution:checkout:somebody') },
    { action: 'states:DescribeExecution', resource: statesArn(`execution:checkout:${SUB}2`) },
    { action: 'states:DescribeExecution', resource: statesArn(`execution:checkout2:${SUB}`) },
    { action: 'states:StopExecution', resource: statesArn(`execution:checkout:${SUB}`) },
    { action: 'states:StartExecution', resource: statesArn('stateMachine:checkout') },
    { action: 'states:UpdateStateMachine', resource: statesArn('stateMachine:checkout') },
    {
      action: 'states:DescribeExecution',
      resource: `arn:aws:states:eu-west-1:123456789012:execution:checkout:${SUB}`,
    },
  ],
};
