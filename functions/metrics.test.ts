import fc from 'fast-check';
import { errorCodes } from '../core/errors.ts';
import { metricsIn } from '../test/embeddedMetrics.ts';
import { runs } from '../test/runs.ts';
import { embeddedMetrics, type Metrics } from './metrics.ts';

const TIME = 1_764_000_000_000;
const service = 'scopevend-prod';
const read = (metrics: Metrics, code?: (typeof errorCodes)[number]) =>
  metricsIn(JSON.stringify(embeddedMetrics(metrics, { service, ...(code && { code }) }, TIME)));

describe('metrics in embedded metric format', () => {
  it('of a vend are found under the service', () => {
    const metrics = { Vends: 1, StsLatency: 83, PolicyCharacters: 512, TokenUtilization: 34 };
    const units = {
      Vends: 'Count',
      StsLatency: 'Milliseconds',
      PolicyCharacters: 'Count',
      TokenUtilization: 'Percent',
    };
    expect(read(metrics)).toEqual(
      Object.entries(metrics).map(([name, value]) => ({
        namespace: 'Scopevend',
        name,
        unit: units[name as keyof typeof units],
        dimensions: { service },
        value,
      })),
    );
  });

  it('of a refusal have its code, and only they', () => {
    expect(read({ Refusals: 1, StsLatency: 2500 }, 'StsUnavailable')).toEqual([
      expect.objectContaining({ name: 'Refusals', dimensions: { service, code: 'StsUnavailable' }, value: 1 }),
      expect.objectContaining({ name: 'StsLatency', dimensions: { service }, value: 2500 }),
    ]);
  });

  it('say when it was', () => {
    expect(embeddedMetrics({ Vends: 1 }, { service }, TIME)).toMatchObject({ _aws: { Timestamp: TIME } });
  });

  const value = fc.option(fc.double(), { nil: undefined });
  it('leave out what is no number, keep every rule of the format, and have no other dimension, whatever the values', () => {
    fc.assert(
      fc.property(
        fc.record({
          Vends: value,
          Refusals: value,
          StsLatency: value,
          PolicyCharacters: value,
          TokenUtilization: value,
        }),
        fc.constantFrom(...errorCodes),
        (metrics, code) => {
          const found = read(metrics, code);
          expect(found.map(({ name }) => name).sort()).toEqual(
            Object.entries(metrics)
              .filter(([, one]) => Number.isFinite(one))
              .map(([name]) => name)
              .sort(),
          );
          for (const { name, dimensions } of found)
            expect(dimensions).toEqual(name === 'Refusals' ? { service, code } : { service });
        },
      ),
      runs(100),
    );
  });
});

describe('the rules that the tests read lines by', () => {
  const directive = { Namespace: 'N', Dimensions: [['service']], Metrics: [{ Name: 'Vends', Unit: 'Count' }] };
  const line = (changed: object, members: object = {}) =>
    JSON.stringify({
      _aws: { Timestamp: TIME, CloudWatchMetrics: [{ ...directive, ...changed }] },
      service,
      Vends: 1,
      ...members,
    });

  it('take a line that is right, with fields of the log besides, and find nothing in one without metrics', () => {
    expect(metricsIn(line({}, { sub: 'x' }))).toHaveLength(1);
    expect(metricsIn('{"level":"INFO"}')).toEqual([]);
  });

  it.each([
    ['a prefix, as the console of Lambda writes it', `2026-11-25T12:00:00Z\tid\tINFO\t${line({})}`],
    ['a second line', `${line({})}\n`],
    ['no namespace', line({ Namespace: undefined })],
    ['an empty namespace', line({ Namespace: '' })],
    ['dimensions that are one set', line({ Dimensions: ['service'] })],
    ['a unit that CloudWatch does not have', line({ Metrics: [{ Name: 'Vends', Unit: 'Pieces' }] })],
    ['a member that the format does not know', line({ Unit: 'Count' })],
    ['a metric that is not there', line({ Metrics: [{ Name: 'Refusals' }] })],
    ['a metric that is text', line({}, { Vends: '1' })],
    ['a dimension that is not there', line({ Dimensions: [['service', 'code']] })],
    ['a dimension that is empty', line({}, { service: '' })],
    ['a dimension that is no text', line({}, { service: 1 })],
    ['a time that is text', line({}).replace(String(TIME), '"now"')],
    ['over 100 metrics', line({ Metrics: Array(101).fill({ Name: 'Vends' }) })],
  ])('refuse %s', (_, text) => {
    expect(() => metricsIn(text)).toThrow();
  });
});
