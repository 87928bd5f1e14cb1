/**
 * What alarms, dashboard and docs/operations.md say of the service's own metrics, held against what the handlers really write, run with
 * the environment that is packaged for prod.
 */
import { jest } from '@jest/globals';
import { errorCodes } from '../core/errors.ts';
import { deployedAt, functionNamed } from '../deploy/check/deployed.ts';
import { previewHandler } from '../functions/previewHandler.ts';
import { vendHandler } from '../functions/vendHandler.ts';
import { type Listening, listen } from '../local/ports.ts';
import { type FoundMetric, metricsIn } from './embeddedMetrics.ts';
import { captureLog } from './logWatch.ts';
import { packagedOnce, type PackagedTemplate } from './packagedOnce.ts';
import { textOf } from './projectFiles.ts';
import { accessClaims, CLIENT, ISSUER } from './signedTokens.ts';
import { createTestKey } from './testKey.ts';

const key = createTestKey('pool-key');
const members = { 'cognito:groups': ['members'], tenant: 'acme' };
const READ = { resource: 'uploads', access: ['READ'] };
const VENDED =
  '<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/vend/x</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2026-11-23T12:00:00Z</Expiration></Credentials><SessionTokenUtilization>12</SessionTokenUtilization><SessionTokenSize>1492</SessionTokenSize></AssumeRoleResult></AssumeRoleResponse>';

interface Asked {
  readonly outcome: string;
  readonly scope?: unknown;
  readonly durationSeconds?: number;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** What STS answers: credentials, when left out. */
  readonly sts?: readonly [status: number, code: string];
}
const many = Array.from({ length: 500 }, (_, at) => ({ ...READ, prefix: `tenants/acme/shared/${String(at)}/` }));
const asked: readonly Asked[] = [
  { outcome: 'answered' },
  { outcome: 'Unauthorized', claims: { username: undefined } },
  { outcome: 'InvalidScope', scope: {} },
  { outcome: 'NotGranted', scope: { s3: [{ ...READ, prefix: 'tenants/globex/' }] } },
  {
    outcome: 'ClaimUnusable',
    scope: { s3: [{ ...READ, prefix: 'tenants/acme/shared/' }] },
    claims: { tenant: undefined },
  },
  { outcome: 'InvalidDuration', durationSeconds: 1 },
  { outcome: 'ScopeTooLarge', scope: { s3: many } },
  { outcome: 'MixedRoles', scope: { role: 'reporting', s3: [READ] } },
  { outcome: 'VendRoleNotAssumable', sts: [403, 'AccessDenied'] },
  { outcome: 'StsThrottled', sts: [400, 'Throttling'] },
  { outcome: 'StsUnavailable', sts: [500, 'InternalFailure'] },
  { outcome: 'Internal', sts: [400, 'ValidationError'] },
];

let prod: PackagedTemplate;
let sts: Listening;
let written: ReadonlyMap<string, readonly FoundMetric[]>;
/** Members of the lines of the vending function. */
const fields = new Set<string>();

const run = async (): Promise<ReadonlyMap<string, readonly FoundMetric[]>> => {
  let answer: Asked['sts'];
  sts = await listen(
    (_, response) => {
      const [status, code] = answer ?? [200];
      response
        .writeHead(status, { 'content-type': 'text/xml' })
        .end(code === undefined ? VENDED : `<ErrorResponse><Error><Code>${code}</Code></Error></ErrorResponse>`);
    },
    0,
    'AWS_PORT',
  );
  const place = { partition: 'aws', region: 'eu-central-1', account: '111122223333', prefix: 'scopevend-prod' };
  const deployed = deployedAt(prod.resources, place);
  const setUp = (name: string) => ({
    environment: {
      ...functionNamed(deployed, name).environment,
      AWS_REGION: place.region,
      USER_POOL_ISSUER: ISSUER,
      USER_POOL_CLIENT_ID: CLIENT,
    },
    jwks: key.jwks,
  });
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'x' };
  const vend = vendHandler({ ...setUp('vend'), sts: { endpoint: sts.url, credentials } });
  const preview = previewHandler(setUp('preview'));
  const lines = captureLog('log');
  const found = new Map<string, readonly FoundMetric[]>();
  for (const { outcome, scope, durationSeconds, claims, sts: answered } of asked) {
    answer = answered;
    const authorization = key.token(accessClaims({ ...members, ...claims }));
    const context = { awsRequestId: `of-${outcome}`, getRemainingTimeInMillis: () => 10_000 };
    await vend({ field: 'vendCredentials', arguments: { scope, durationSeconds }, authorization }, context);
    // A preview refuses as a vend does, up to STS, but for what is too large: it answers how to split that.
    const previewed = { field: 'previewCredentials', arguments: { scope, durationSeconds }, authorization };
    await preview(previewed, context);
    const [ofVend = '', ofPreview = ''] = lines.splice(0);
    expect(JSON.parse(ofVend)).toMatchObject({ outcome });
    for (const field of Object.keys(JSON.parse(ofVend) as object)) fields.add(field);
    found.set(outcome, metricsIn(ofVend));
    const refused = metricsIn(ofVend).filter(({ name }) => name === 'Refusals');
    expect(metricsIn(ofPreview)).toEqual(answered === undefined && outcome !== 'ScopeTooLarge' ? refused : []);
  }
  return found;
};

beforeAll(async () => {
  prod = await packagedOnce('prod');
  written = await run();
}, 300_000);
afterAll(async () => {
  jest.restoreAllMocks();
  await sts.close();
});

const ofType = (type: string) =>
  Object.values(prod.resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []));
const all = () => [...written.values()].flat();
/** A metric by its name and dimensions, those of `code` without their value. */
const kindOf = (name: string, dimensions: readonly string[]) => `${name} by ${dimensions.join()}`;
const kinds = () => new Set(all().map(({ name, dimensions }) => kindOf(name, Object.keys(dimensions))));

interface Alarm {
  readonly AlarmName: string;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly ComparisonOperator: string;
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
}
const allAlarms = () => ofType('AWS::CloudWatch::Alarm') as unknown as readonly Alarm[];
const alarms = () => allAlarms().filter(({ Namespace }) => Namespace === 'Scopevend');

/** Of the dashboard: what its graphs name, and what its search finds by service and code. */
const graphed = (): readonly (readonly [name: string, dimensions: Readonly<Record<string, string>>])[] => {
  const body = JSON.stringify(ofType('AWS::CloudWatch::Dashboard'));
  const text = body.replaceAll('\\n', ' ').replaceAll('\\\\', '').replaceAll('\\"', '"');
  const [, service = ''] = /"Scopevend", "Vends", "service", "([\w-]+)"/.exec(text) ?? [];
  const inFull = [...text.matchAll(/\["Scopevend", "(\w+)", "service", "([\w-]+)"/g)];
  const likeTheOneBefore = [...text.matchAll(/\[".", "(TokenUtilization)", ".", "."/g)];
  const searched = [...text.matchAll(/SEARCH\('\{Scopevend,service,code\} MetricName="(\w+)" service="([\w-]+)"'/g)];
  return [
    ...inFull.map(([, name = '', of = '']) => [name, { service: of }] as const),
    ...likeTheOneBefore.map(([, name = '']) => [name, { service }] as const),
    ...searched.map(([, name = '', of = '']) => [name, { service: of, code: '' }] as const),
  ];
};

it('of a vend are these, of a refusal its code and, where STS was asked, how long it took', () => {
  const names = (outcome: string) => written.get(outcome)?.map(({ name }) => name);
  expect(names('answered')).toEqual(['Vends', 'StsLatency', 'PolicyCharacters', 'TokenUtilization']);
  for (const { outcome, sts: answered } of asked.slice(1)) {
    expect([outcome, names(outcome)]).toEqual([outcome, answered ? ['Refusals', 'StsLatency'] : ['Refusals']]);
    expect(written.get(outcome)?.[0]).toMatchObject({
      namespace: 'Scopevend',
      dimensions: { service: 'scopevend-prod', code: outcome },
      value: 1,
    });
  }
  expect(asked.slice(1).map(({ outcome }) => outcome)).toEqual(errorCodes);
});

it('are what every alarm looks at: name, service and code', () => {
  expect(alarms().length).toBeGreaterThan(8);
  for (const { MetricName, Dimensions } of alarms()) {
    const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
    const written = all().filter(({ name }) => name === MetricName);
    expect(written.map((metric) => metric.dimensions)).toContainEqual(dimensions);
  }
});

// What happens is added up, of what takes time the slow end counts, of what can be full the fullest.
const STATISTICS: Readonly<Record<string, readonly string[]>> = {
  Sum: ['Refusals', 'Errors', 'Throttles', '5XXError', 'BlockedRequests'],
  p99: ['StsLatency', 'Duration'],
  Maximum: ['PolicyCharacters', 'TokenUtilization'],
};

it('are looked at by the statistic that says something of them, as often as docs/operations.md says', () => {
  const [, named = ''] =
    /All look at five minutes, but (.*?) at three times\s+five/.exec(textOf('docs/operations.md')) ?? [];
  const slow = [...named.matchAll(/`([\w-]+)`/g)].map(([, name]) => `scopevend-prod-${String(name)}`);
  expect(slow).toHaveLength(2);
  for (const { AlarmName, MetricName, Statistic, ExtendedStatistic, ...of } of allAlarms()) {
    expect([AlarmName, STATISTICS[ExtendedStatistic ?? String(Statistic)]]).toEqual([
      AlarmName,
      expect.arrayContaining([MetricName]),
    ]);
    expect([AlarmName, of.Period, of.EvaluationPeriods]).toEqual([AlarmName, 300, slow.includes(AlarmName) ? 3 : 1]);
    expect(of.ComparisonOperator).toBe('GreaterThanOrEqualToThreshold');
  }
});

it('are what the dashboard shows, all of them', () => {
  expect(new Set(graphed().map(([name, dimensions]) => kindOf(name, Object.keys(dimensions))))).toEqual(kinds());
  for (const [, { service }] of graphed()) expect(service).toBe('scopevend-prod');
});

it('are each watched or shown, and none has another dimension than service and code', () => {
  const looked = new Set([
    ...alarms().map(({ MetricName, Dimensions }) =>
      kindOf(
        MetricName,
        Dimensions.map(({ Name }) => Name),
      ),
    ),
    ...graphed().map(([name, dimensions]) => kindOf(name, Object.keys(dimensions))),
  ]);
  expect([...kinds()].filter((kind) => !looked.has(kind))).toEqual([]);
  for (const { dimensions } of all()) expect(['service', 'service,code']).toContain(Object.keys(dimensions).join());
});

it('are those of the table in docs/operations.md, with their units', () => {
  const rows = [...textOf('docs/operations.md').matchAll(/^\| `(\w+)` +\| (Count|Milliseconds|Percent) +\|/gm)];
  const units = new Map(all().map(({ name, unit }) => [name, unit]));
  expect(Object.fromEntries(rows.map(([, name, unit]) => [name, unit]))).toEqual(Object.fromEntries(units));
});

it('stand beside the fields that docs/operations.md lists', () => {
  const [, section = ''] = /\n## A line of log\n([^]*?)\n## /.exec(textOf('docs/operations.md')) ?? [];
  const listed = [...section.matchAll(/^\| ((?:`\w+`(?:, )?)+) +\|/gm)].flatMap(
    ([, cell = '']) => cell.match(/\w+/g) ?? [],
  );
  const ofMetrics = new Set(['_aws', 'service', 'code', ...all().map(({ name }) => name)]);
  // Of a fault of our own, of which there is none here.
  const ofFaults = ['error', 'stack'];
  expect([...fields].filter((field) => !ofMetrics.has(field)).sort()).toEqual(
    listed.filter((field) => !ofFaults.includes(field)).sort(),
  );
});
