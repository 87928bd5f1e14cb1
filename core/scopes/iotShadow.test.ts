import { under } from '../../test/scopes/asking.ts';
import { GrantsError } from '../grantsError.ts';

const iotArn = (path: string) => `arn:aws:iot:eu-central-1:123456789012:${path}`;
const { statements, allows } = under('iotShadow', { thing: 'lamp', access: ['READ', 'FOLLOW'] });

it('follows the shadows of one thing on their topics and on no other of AWS', () => {
  const follows = (path: string) =>
    allows(
      { action: path.startsWith('topicfilter/') ? 'iot:Subscribe' : 'iot:Receive', resource: iotArn(path) },
      { access: ['FOLLOW'] },
    );
  const own = [
    'topicfilter/$aws/things/lamp/shadow/#',
    'topicfilter/$aws/things/lamp/shadow/name/+/update/delta',
    'topic/$aws/things/lamp/shadow/update/accepted',
  ];
  const others = [
    'topicfilter/$aws/things/+/shadow/#',
    'topicfilter/$aws/things/lamp/#',
    'topicfilter/$aws/things/lamp2/shadow/#',
    'topic/$aws/things/lamp/jobs/notify',
    'topic/$aws/things/lamp2/shadow/update/accepted',
    'topic/lamp/shadow/update',
  ];
  expect([own.map(follows), others.filter(follows)]).toEqual([[true, true, true], []]);
});

it('does not take following for publishing to the topics of a shadow', () => {
  const publish = { action: 'iot:Publish', resource: iotArn('topic/$aws/things/lamp/shadow/update') };
  expect(allows(publish, { access: ['READ', 'FOLLOW'] })).toBe(false);
});

it('follows no thing but a named one', () => {
  expect(() => under('iotShadow', { whole: true, access: ['FOLLOW'] })).toThrow(GrantsError);
  expect(JSON.stringify(statements({ access: ['FOLLOW'] }))).not.toContain('things/*');
});
