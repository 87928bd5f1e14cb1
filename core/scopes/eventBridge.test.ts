import { under } from '../../test/scopes/asking.ts';
import { refusalOf } from '../../test/refusal.ts';

const { statements, allows } = under('eventBridge', { whole: true, access: ['PUT'] });
const on = (source: string | undefined, detailType?: string) => ({ source, detailType, access: ['PUT'] });
const put = (sources: readonly string[], detailTypes: readonly string[]) => ({
  action: 'events:PutEvents',
  resource: 'arn:aws:events:eu-central-1:123456789012:event-bus/app',
  context: { 'events:source': sources, 'events:detail-type': detailTypes },
});

it('lets one request mix the detail types of a source, and sources without a detail type', () => {
  expect(statements(on('a', 'X'), on('a', 'Y'))).toHaveLength(1);
  expect(allows(put(['a', 'a'], ['X', 'Y']), on('a', 'X'), on('a', 'Y'))).toBe(true);
  expect(allows(put(['a', 'b'], ['X', 'Z']), on('a'), on('b'))).toBe(true);
});

it('still lets one request mix them when one of the detail types is asked for of any source as well', () => {
  const asks = [on('a', 'X'), on('a', 'Y')];
  expect(allows(put(['a', 'a'], ['X', 'Y']), ...asks, on(undefined, 'Y'))).toBe(true);
  expect(allows(put(['b'], ['Y']), ...asks, on(undefined, 'Y'))).toBe(true);
  expect(allows(put(['a', 'b'], ['X', 'Y']), ...asks, on(undefined, 'Y'))).toBe(false);
});

it('does not pair the source of one ask with the detail type of another', () => {
  const asks = [on('a', 'X'), on('b', 'Y')];
  expect([put(['a'], ['X']), put(['b'], ['Y'])].every((request) => allows(request, ...asks))).toBe(true);
  expect([put(['a'], ['Y']), put(['b'], ['X'])].some((request) => allows(request, ...asks))).toBe(false);
});

it('states a detail type of any source without a condition on the source', () => {
  expect(allows(put(['any'], ['X']), on(undefined, 'X'))).toBe(true);
  expect(allows(put(['any'], ['Y']), on(undefined, 'X'))).toBe(false);
  expect(allows(put([], []), on(undefined, 'X'))).toBe(false);
});

it.each(['aws.s3', '', 'a\n'])('refuses the source %j', (source) => {
  expect(refusalOf(() => statements(on(source))).code).toBe('InvalidScope');
});
