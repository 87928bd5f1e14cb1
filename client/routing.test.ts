import fc from 'fast-check';
import { runs } from '../test/runs.ts';
import { closenessOf } from './routing.ts';
import type { VendedCredentials } from './vendedCredentials.ts';
import type { AnyScope, Target } from './routing.ts';

const bucket = { resource: 'uploads', bucket: 'real', region: 'us-east-1', prefix: null, key: null };
const table = {
  resource: 'notes',
  table: 'real',
  region: 'us-east-1',
  index: null,
  leadingKeys: null,
  attributes: null,
};
const scope = (parts: Partial<Record<'s3' | 'dynamodb' | 'sqs' | 'iot', object[]>>): AnyScope =>
  ({ s3: [], dynamodb: [], role: null, ...parts }) as unknown as VendedCredentials['scope'];
const inBucket = (...parts: object[]) => scope({ s3: parts.map((part) => ({ ...bucket, access: ['READ'], ...part })) });
const inTable = (...parts: object[]) =>
  scope({ dynamodb: parts.map((part) => ({ ...table, access: ['READ'], ...part })) });
const object = (key: string, access?: 'READ' | 'WRITE' | ('READ' | 'WRITE')[]): Target => ({
  resource: 'uploads',
  key,
  access,
});
const broker = (...parts: object[]) =>
  scope({
    iot: parts.map((part) => ({
      resource: 'broker',
      clientId: null,
      topicPrefix: null,
      topic: null,
      access: ['PUBLISH'],
      ...part,
    })),
  });
const topic = (name: string, more: object = {}): Target => ({
  service: 'iot',
  resource: 'broker',
  topic: name,
  ...more,
});
const list = (prefix: string): Target => ({ resource: 'uploads', prefix });
const named = (service: string, target: Target): Target => ({ service, ...target }) as unknown as Target;
const item = (leadingKey: string, more: object = {}): Target => ({ resource: 'notes', leadingKey, ...more });

it.each<[string, Target, AnyScope, number | undefined]>([
  ['a key under a prefix', object('a/b/c'), inBucket({ prefix: 'a/b/' }), 2],
  ['a key under a prefix by characters only', object('ab/c'), inBucket({ prefix: 'a/' }), undefined],
  ['a key under a prefix that does not end with a slash', object('foobar'), inBucket({ prefix: 'foo' }), undefined],
  ['the key that the prefix is', object('a/'), inBucket({ prefix: 'a/' }), 1],
  ['a key that is the prefix without its slash', object('a'), inBucket({ prefix: 'a/' }), undefined],
  ['a key above the prefix', object('a/b'), inBucket({ prefix: 'a/b/c/' }), undefined],
  ['a key with an escape, which is just characters', object('a/%2e%2e/b'), inBucket({ prefix: 'a/' }), 1],
  ['a key with dots, which are just characters', object('a/../b/c'), inBucket({ prefix: 'b/' }), undefined],
  ['a key in the whole bucket', object('a'), inBucket({}), 0],
  ['a key in an ask that names no part', object('a'), { s3: [{ resource: 'uploads', access: ['READ'] }] }, 0],
  ['the one key', object('a/b'), inBucket({ key: 'a/b' }), 2],
  ['another key than the one', object('a/b/c'), inBucket({ key: 'a/b' }), undefined],
  ['a list under the one key', list('a/b'), inBucket({ key: 'a/b' }), undefined],
  ['a list of a prefix', list('a/b/'), inBucket({ prefix: 'a/b/' }), 2],
  ['a list of what begins with more than the prefix', list('a/b/fi'), inBucket({ prefix: 'a/b/' }), 2],
  ['a list of the prefix without its slash', list('a/b'), inBucket({ prefix: 'a/b/' }), undefined],
  ['a list of everything', list(''), inBucket({ prefix: 'a/' }), undefined],
  ['a key in the whole bucket, as an answer shows it', object('a'), inBucket({ prefix: '' }), 0],
  ['a list in the whole bucket', list('a/'), inBucket({ prefix: '' }), 0],
  ['a prefix that is no text', object('a'), inBucket({ prefix: 1 }), undefined],
  ['another resource', { resource: 'other', key: 'a' }, inBucket({}), undefined],
  ['a table of the same alias', item('a'), inBucket({}), undefined],
  ['the closest of several parts', object('a/b/c'), inBucket({ prefix: 'a/' }, { prefix: 'a/b/' }, {}), 2],
  ['access that is there', object('a/b', 'READ'), inBucket({ prefix: 'a/' }), 1],
  ['access that is not there', object('a/b', 'WRITE'), inBucket({ prefix: 'a/' }), undefined],
  ['access of two parts', object('a/b/c', ['READ', 'WRITE']), inBucket({ prefix: 'a/b/' }, { access: ['WRITE'] }), 0],
  ['access of which one is not there', object('a/b', ['READ', 'WRITE']), inBucket({ prefix: 'a/' }), undefined],
  ['access of which nothing is said', object('a/b', []), inBucket({ prefix: 'a/' }), 1],
  ['access of which nothing is said where no part is', object('b', []), inBucket({ prefix: 'a/' }), undefined],
  ['a leading key in the whole table', item('1'), inTable({}), 0],
  ['a leading key that is named', item('1'), inTable({ leadingKeys: ['0', '1'] }), 1],
  ['a leading key that one named begins with', item('1'), inTable({ leadingKeys: ['12'] }), undefined],
  ['a leading key in a text instead of a list', item('1'), inTable({ leadingKeys: '0,1' }), undefined],
  ['an index', item('1', { index: 'byDate' }), inTable({ index: 'byDate' }), 0],
  ['an index of which only the table is there', item('1', { index: 'byDate' }), inTable({}), undefined],
  ['a table of which only an index is there', item('1'), inTable({ index: 'byDate' }), undefined],
  ['all attributes where some are there', item('1'), inTable({ attributes: ['a', 'b'] }), undefined],
  ['attributes that are there', item('1', { attributes: ['a'] }), inTable({ attributes: ['a', 'b'] }), 0],
  [
    'attributes of which one is not there',
    item('1', { attributes: ['a', 'c'] }),
    inTable({ attributes: ['a', 'b'] }),
    undefined,
  ],
  ['attributes where all are there', item('1', { attributes: ['a'] }), inTable({}), 0],
  ['a key of a bucket named as JavaScript may', named('s3', object('a/b')), inBucket({ prefix: 'a/' }), 1],
  [
    'a bucket of which no part is named, by one',
    { resource: 'uploads' } as Target,
    inBucket({ prefix: 'a/' }),
    undefined,
  ],
  ['a bucket of which no part is named, by all', { resource: 'uploads' } as Target, inBucket({}), 0],
  ['a key beside, of a bucket named so', named('s3', object('b')), inBucket({ prefix: 'a/' }), undefined],
  ['a leading key of a table named so', named('dynamodb', item('1')), inTable({ leadingKeys: ['1'] }), 1],
  [
    'a leading key beside, of a table named so',
    named('dynamodb', item('2')),
    inTable({ leadingKeys: ['1'] }),
    undefined,
  ],
  ['a queue', { service: 'sqs', resource: 'jobs' }, scope({ sqs: [{ resource: 'jobs', access: ['SEND'] }] }), 0],
  [
    'another queue',
    { service: 'sqs', resource: 'job' },
    scope({ sqs: [{ resource: 'jobs', access: ['SEND'] }] }),
    undefined,
  ],
  [
    'a queue to be consumed where it may be sent to',
    { service: 'sqs', resource: 'jobs', access: 'CONSUME' },
    scope({ sqs: [{ resource: 'jobs', access: ['SEND'] }] }),
    undefined,
  ],
  ['a queue of an answer without queues', { service: 'sqs', resource: 'jobs' }, { s3: [] }, undefined],
  ['a topic under a prefix', topic('a/b/c'), broker({ topicPrefix: 'a/b/' }), 2],
  ['a topic beside a prefix', topic('ab/c'), broker({ topicPrefix: 'a/' }), undefined],
  ['a topic where every topic is', topic('a/b'), broker({ topicPrefix: '' }), 0],
  ['the one topic', topic('a/b'), broker({ topic: 'a/b' }), 2],
  ['another topic than the one', topic('a/b/c'), broker({ topic: 'a/b' }), undefined],
  ['topics under the one', topic('', { topic: undefined, topicPrefix: 'a/b/' }), broker({ topic: 'a/b' }), undefined],
  ['topics under a prefix', topic('', { topic: undefined, topicPrefix: 'a/b/' }), broker({ topicPrefix: 'a/' }), 1],
  ['a topic as the right client', topic('a', { clientId: 'c' }), broker({ topicPrefix: '', clientId: 'c' }), 1],
  ['a topic as another client', topic('a', { clientId: 'c' }), broker({ topicPrefix: '', clientId: 'd' }), undefined],
  ['a topic by a field that is no text', topic('a'), broker({ topicPrefix: ['a/'] }), undefined],
  ['a role that is asked for', { role: 'reports' }, { role: 'reports' }, 0],
  [
    'a role that was vended',
    { role: 'reports' },
    { ...scope({}), role: { resource: 'reports', roleArn: 'arn:…' } } as AnyScope,
    0,
  ],
  ['another role', { role: 'reports' }, { role: 'admin' }, undefined],
  ['a role where parts are there', { role: 'reports' }, inBucket({}), undefined],
])('closeness of %s', (_name, target, within, closeness) => {
  expect(closenessOf(target, within)).toBe(closeness);
});

it('covers a key by a prefix if and only if the key begins with the prefix, which ends with a slash', () => {
  const path = fc
    .array(fc.constantFrom('a', 'ab', '', '..', 'ü'), { maxLength: 4 })
    .map((segments) => segments.join('/'));
  fc.assert(
    fc.property(path, path, (prefix, key) => {
      const covers = prefix === '' || (prefix.endsWith('/') && key.startsWith(prefix));
      expect(closenessOf(object(key), inBucket({ prefix })) !== undefined).toBe(covers);
    }),
    runs(100),
  );
});
