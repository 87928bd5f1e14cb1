import { under } from '../../test/scopes/asking.ts';
import { refusalOf } from '../../test/refusal.ts';
import { deployment } from '../../test/fixtures.ts';
import { GrantsError } from '../grantsError.ts';
import { deploymentOf, resourcesOf } from '../readResources.ts';

const every = ['CONNECT', 'PUBLISH', 'SUBSCRIBE', 'RECEIVE', 'RETAIN'];
const whole = under('iot', { whole: true, access: every });
const iotArn = (path: string) => `arn:aws:iot:eu-central-1:123456789012:${path}`;

it.each([
  ['a client id alone gives every topic', { clientId: 'a' }, 'PUBLISH'],
  ['a client id alone lets retain anywhere', { clientId: '${sub}' }, 'RETAIN'],
  ['a prefix alone gives every client id', { topicPrefix: 'a/' }, 'CONNECT'],
  ['a topic alone gives every client id', { topic: 'a/${sub}' }, 'CONNECT'],
])('has no grant in which %s', (_, part, access) => {
  expect(() => under('iot', { ...part, access: [access] })).toThrow(GrantsError);
});

it.each([
  [{ clientId: 'a' }, ['CONNECT']],
  [{ topicPrefix: 'a/' }, ['PUBLISH', 'SUBSCRIBE', 'RECEIVE', 'RETAIN']],
  [{ clientId: 'a', topic: 'a' }, every],
])('has a grant on %j of %j', (part, access) => {
  expect(under('iot', { ...part, access }).statements({ access })).not.toEqual([]);
});

it.each(['$aws/rules/r/', '$share/g/a/', 'a/+/', 'a/#/', '+/', '/a/', 'a//', 'a/../'])(
  'refuses the prefix %s',
  (topicPrefix) => {
    expect(refusalOf(() => whole.statements({ topicPrefix, access: ['SUBSCRIBE'] })).code).toBe('InvalidScope');
  },
);

it.each(['a*', 'a?', '${iot:ClientId}', '#', '+'])('refuses the client id %s', (clientId) => {
  expect(refusalOf(() => whole.statements({ clientId, access: ['CONNECT'] })).code).toBe('InvalidScope');
});

it('lets nobody subscribe around a topic, whatever MQTT would make of the filter', () => {
  const ask = { topic: 'a/b', access: ['SUBSCRIBE'] };
  const subscribes = (filter: string) =>
    whole.allows({ action: 'iot:Subscribe', resource: iotArn(`topicfilter/${filter}`) }, ask);
  expect(['a/b', 'a/b/#', 'a/+', '#', '$share/g/a/b'].map(subscribes)).toEqual([true, false, false, false, false]);
});

const china = deploymentOf('arn:aws-cn:iam::123456789012:role/vend', 'cn-north-1');
const named = (name: string, place = deployment, kind = 'iot') =>
  resourcesOf({ own: { kind } }, { own: { name } }, place).get('own')?.name;

it.each([
  ['a1b2c3-ats.iot.eu-central-1.amazonaws.com', deployment],
  ['a1b2c3.iot.eu-central-1.amazonaws.com', deployment],
  ['a1b2c3.ats.iot.cn-north-1.amazonaws.com.cn', china],
])('takes the endpoint %s', (name, place) => {
  expect([named(name, place), named(name, place, 'iotShadow')]).toEqual([name, name]);
});

it.each([
  ['another Region', 'a1b2c3-ats.iot.eu-west-1.amazonaws.com', deployment],
  ['a Region with a longer name', 'a1b2c3-ats.iot.x-eu-central-1.amazonaws.com', deployment],
  ['another partition', 'a1b2c3.ats.iot.cn-north-1.amazonaws.com.cn', deployment],
  ['China without its domain', 'a1b2c3.ats.iot.cn-north-1.amazonaws.com', china],
  ['somebody else', 'a1b2c3-ats.iot.eu-central-1.amazonaws.com.example.com', deployment],
])('takes no endpoint of %s', (_, name, place) => {
  for (const kind of ['iot', 'iotShadow']) expect(() => named(name, place, kind)).toThrow('RESOURCES.own.name');
});
