/** AWS Step Functions: one state machine, to start executions of it and to look after them. */
import { literal } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { arnOf, permit } from './permit.ts';
import { type ValuePart, valuePart } from './valuePart.ts';

// Also for its versions and aliases "Step Functions uses the state machine's ARN".
const machine = (resource: Resource) => ({ resource: arnOf('states', resource, `stateMachine:${resource.name}`) });

const execution = (resource: Resource, { value }: ValuePart) => ({
  resource: arnOf('states', resource, `execution:${resource.name}:${value === null ? '*' : literal(value)}`),
});

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html and
 * https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 */
export const stepFunctions = defineScope({
  name: 'stepFunctions',
  realName: 'stateMachine',
  resourceName: /^[\w.-]{1,80}$/,
  // Of the characters that names of executions may have those that nobody reads as a pattern or a path.
  part: valuePart({ field: 'execution', form: /^[\w.=+@!-]{1,80}$/, maxBytes: 80 }),
  access: {
    START: permit(machine, 'states:StartExecution'),
    START_SYNC: permit(machine, 'states:StartSyncExecution'),
    DESCRIBE: permit(execution, 'states:DescribeExecution'),
    STOP: permit(execution, 'states:StopExecution'),
  },
  refuse: ({ value }, access) =>
    value !== null && access.startsWith('START') ? `${access} goes with all of a state machine` : undefined,
});
