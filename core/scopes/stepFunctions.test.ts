import { under } from '../../test/scopes/asking.ts';
import { refusalOf } from '../../test/refusal.ts';
import { GrantsError } from '../grantsError.ts';

const { statements, allows } = under('stepFunctions', { whole: true, access: ['START', 'START_SYNC', 'DESCRIBE'] });
const statesArn = (path: string) => `arn:aws:states:eu-central-1:123456789012:${path}`;

it.each(['START', 'START_SYNC'])('%s is of all of a state machine', (access) => {
  expect(() => under('stepFunctions', { execution: '${sub}', access: [access] })).toThrow(GrantsError);
  expect(refusalOf(() => statements({ execution: 'mine', access: [access] })).code).toBe('InvalidScope');
  const ask = { access: [access] };
  const action = access === 'START' ? 'states:StartExecution' : 'states:StartSyncExecution';
  expect(allows({ action, resource: statesArn('stateMachine:checkout') }, ask)).toBe(true);
  expect(allows({ action, resource: statesArn('stateMachine:checkout2') }, ask)).toBe(false);
});

it('describes every execution of the one state machine, or one of them', () => {
  const describes = (path: string, ask = {}) =>
    allows({ action: 'states:DescribeExecution', resource: statesArn(path) }, { access: ['DESCRIBE'], ...ask });
  expect(['execution:checkout:a', 'execution:checkout2:a'].map((path) => describes(path))).toEqual([true, false]);
  const mine = { execution: 'mine' };
  expect(['execution:checkout:mine', 'execution:checkout:mine2'].map((path) => describes(path, mine))).toEqual([
    true,
    false,
  ]);
});
