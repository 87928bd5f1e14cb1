/** Alarms, the dashboard, the rate rules and reserved concurrency, as packaged for each stage; and that docs/operations.md knows them. */
import { errorCodes } from '../core/errors.ts';
import { createResolve } from '../local/cloudFormation.ts';
import { readConfiguration } from '../local/configuration.ts';
import { localPlace } from '../local/readService.ts';
import { packagedOnce, type PackagedTemplate } from './packagedOnce.ts';
import { project } from './packageService.ts';
import { textOf } from './projectFiles.ts';

interface Dimension {
  readonly Name: string;
  readonly Value: unknown;
}

interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
  readonly OKActions: readonly unknown[];
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly Dimension[];
  readonly Threshold: number;
  readonly TreatMissingData: string;
}

let dev: PackagedTemplate;
let prod: PackagedTemplate;
let others: PackagedTemplate;

beforeAll(async () => {
  [dev, prod, others] = await Promise.all([
    packagedOnce('dev'),
    packagedOnce('prod'),
    packagedOnce('prod', {
      alarmTopicArn: 'arn:aws:sns:us-east-1:123456789012:on-call',
      userPoolId: 'us-east-1_AbCdEfGhI',
      userPoolClientId: '1example23456789',
      waf: 'false',
      vendConcurrency: '20',
    }),
  ]);
}, 120_000);

const ofType = ({ resources }: PackagedTemplate, type: string) =>
  Object.values(resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []));
const alarmsOf = (template: PackagedTemplate) =>
  ofType(template, 'AWS::CloudWatch::Alarm') as unknown as readonly Alarm[];
const nameOf = ({ AlarmName }: Alarm) => AlarmName.replace(/^scopevend-prod-/, '');

/** The metrics that there are: each namespace's, with the dimensions that a value is found under. */
const metrics: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Scopevend: {
    Vends: ['service'],
    Refusals: ['service', 'code'],
    StsLatency: ['service'],
    PolicyCharacters: ['service'],
    TokenUtilization: ['service'],
  },
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  'AWS/Lambda': {
    Errors: ['FunctionName'],
    Throttles: ['FunctionName'],
    Duration: ['FunctionName'],
    ConcurrentExecutions: ['FunctionName'],
  },
  // https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html
  'AWS/AppSync': { '4XXError': ['GraphQLAPIId'], '5XXError': ['GraphQLAPIId'], Latency: ['GraphQLAPIId'] },
  // https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
  'AWS/WAFV2': { BlockedRequests: ['WebACL', 'Region', 'Rule'] },
};

describe('alarms', () => {
  it('are on in prod and off in dev', () => {
    expect(alarmsOf(prod)).toHaveLength(17);
    expect(alarmsOf(dev)).toEqual([]);
    expect(ofType(dev, 'AWS::SNS::Topic')).toEqual([]);
  });

  it('each name the section of docs/operations.md on what to do, and every such section is of an alarm', () => {
    const [, section = ''] = /\n## Alarms\n([^]*?)\n## /.exec(textOf('docs/operations.md')) ?? [];
    const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    expect(alarmsOf(prod).map(nameOf).sort()).toEqual(headings.sort());
    for (const alarm of alarmsOf(prod)) {
      expect(alarm.AlarmDescription).toMatch(new RegExp(`\\S.{40,} docs/operations\\.md#${nameOf(alarm)}$`));
    }
  });

  it('look at metrics that there are, each once, of functions and codes that there are', () => {
    const functions = ofType(prod, 'AWS::Lambda::Function').map(({ FunctionName }) => FunctionName);
    const watched = alarmsOf(prod).map(({ Namespace, MetricName, Dimensions }) => {
      expect(Dimensions.map(({ Name }) => Name)).toEqual(metrics[Namespace]?.[MetricName]);
      for (const { Name, Value } of Dimensions) {
        if (Name === 'service') expect(Value).toBe('scopevend-prod');
        if (Name === 'FunctionName') expect(functions).toContain(Value);
        if (Name === 'code') expect(errorCodes).toContain(Value);
        if (Name === 'GraphQLAPIId') expect(Value).toEqual({ 'Fn::GetAtt': ['GraphQlApi', 'ApiId'] });
      }
      return JSON.stringify([Namespace, MetricName, Dimensions]);
    });
    expect(new Set(watched).size).toBe(watched.length);
  });

  it('tell somebody, also when it is over, and take silence for good news', () => {
    for (const { AlarmActions, OKActions, TreatMissingData } of alarmsOf(prod)) {
      expect([AlarmActions, OKActions]).toEqual([[{ Ref: 'AlarmTopic' }], [{ Ref: 'AlarmTopic' }]]);
      expect(TreatMissingData).toBe('notBreaching');
    }
    expect(prod.outputs).toMatchObject({ AlarmTopicArn: { Value: { Ref: 'AlarmTopic' } } });
  });

  it('come before what they warn of', () => {
    const threshold = (name: string) => alarmsOf(prod).find((alarm) => nameOf(alarm) === name)?.Threshold ?? NaN;
    const [vend] = ofType(prod, 'AWS::Lambda::Function').filter(
      ({ FunctionName }) => FunctionName === 'scopevend-prod-vend',
    );
    expect(threshold('function-slow')).toBeLessThan(Number(vend?.['Timeout']) * 1000);
    expect(threshold('policy-nearly-full')).toBe(Math.floor(0.9 * 2048));
    expect(threshold('token-nearly-full')).toBe(90);
  });

  it('go to a topic of one’s own where a parameter names it, and none is made', () => {
    for (const { AlarmActions } of alarmsOf(others)) {
      expect(AlarmActions).toEqual(['arn:aws:sns:us-east-1:123456789012:on-call']);
    }
    expect(ofType(others, 'AWS::SNS::Topic')).toEqual([]);
    expect(others.outputs).toMatchObject({ AlarmTopicArn: { Value: 'arn:aws:sns:us-east-1:123456789012:on-call' } });
  });

  it('are not there for what is not there: rate rules, the trigger of a user pool of one’s own', () => {
    const missing = alarmsOf(prod)
      .map(nameOf)
      .filter((name) => !alarmsOf(others).map(nameOf).includes(name));
    expect(missing.sort()).toEqual(['requests-blocked', 'sign-in-errors']);
  });

  it('let only CloudWatch of this account publish', () => {
    const [policy] = ofType(prod, 'AWS::SNS::TopicPolicy');
    expect(policy).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: 'AlarmTopic' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
    });
  });
});

describe('the dashboard', () => {
  interface Widget {
    readonly type: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly properties: {
      readonly title: string;
      readonly region: string;
      readonly metrics?: readonly (readonly unknown[])[];
    };
  }
  const widgets = (): readonly Widget[] => {
    const [dashboard] = ofType(prod, 'AWS::CloudWatch::Dashboard');
    const body = createResolve(prod.resources, localPlace('scopevend-prod'))(
      dashboard?.['DashboardBody'],
      'DashboardBody',
    );
    return (JSON.parse(String(body)) as { readonly widgets: readonly Widget[] }).widgets;
  };

  it('is JSON once CloudFormation has filled in its variables, of this Region, without overlaps', () => {
    const cells = widgets().flatMap(({ x, y, width, height }) =>
      Array.from(
        { length: width * height },
        (_, at) => `${String(x + (at % width))},${String(y + Math.floor(at / width))}`,
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { x, width, properties } of widgets()) {
      expect(x + width).toBeLessThanOrEqual(24);
      expect(properties.region).toBe('us-east-1');
    }
  });

  it('shows metrics that there are', () => {
    let previous: readonly unknown[] = [];
    for (const metric of widgets().flatMap(({ properties }) => properties.metrics ?? [])) {
      const words = metric.filter((word): word is string => typeof word === 'string');
      // A search, or a line that repeats the one before.
      if (words.length === 0 || words[0] === '...') continue;
      const full = words.map((word, at) => (word === '.' ? previous[at] : word));
      const [namespace, name, ...dimensions] = full;
      expect(dimensions.filter((_, at) => at % 2 === 0)).toEqual(metrics[String(namespace)]?.[String(name)]);
      previous = full;
    }
    expect(JSON.stringify(widgets())).toContain(
      `{Scopevend,service,code} MetricName=\\"Refusals\\" service=\\"scopevend-prod\\"`,
    );
  });
});

describe('abuse', () => {
  it('is held back in prod by a rate rule for one token and one for one address, which block', () => {
    const [acl, another] = ofType(prod, 'AWS::WAFv2::WebACL');
    expect(another).toBeUndefined();
    const rule = (statement: object) => ({
      Action: { Block: {} },
      Statement: { RateBasedStatement: { EvaluationWindowSec: 300, ...statement } },
    });
    expect(acl).toMatchObject({
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
      Rules: [
        rule({
          Limit: 300,
          AggregateKeyType: 'CUSTOM_KEYS',
          // However the scheme in front is written.
          CustomKeys: [
            { Header: { Name: 'authorization', TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }] } },
          ],
        }),
        rule({ Limit: 3000, AggregateKeyType: 'IP' }),
      ],
    });
    expect(ofType(prod, 'AWS::WAFv2::WebACLAssociation')).toEqual([
      { ResourceArn: { 'Fn::GetAtt': ['GraphQlApi', 'Arn'] }, WebACLArn: { 'Fn::GetAtt': ['WebAcl', 'Arn'] } },
    ]);
  });

  it('is told of under the name that the metrics have', () => {
    const [acl] = ofType(prod, 'AWS::WAFv2::WebACL');
    const alarm = alarmsOf(prod).find(({ Namespace }) => Namespace === 'AWS/WAFV2');
    expect(acl).toMatchObject({ VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: acl?.['Name'] } });
    expect(alarm?.Dimensions).toContainEqual({ Name: 'WebACL', Value: acl?.['Name'] });
  });

  it('leaves no samples of requests, which hold JWTs', () => {
    const text = JSON.stringify(ofType(prod, 'AWS::WAFv2::WebACL'));
    expect(text.match(/"SampledRequestsEnabled":(true|false)/g)).toEqual(
      Array(3).fill('"SampledRequestsEnabled":false'),
    );
    expect(ofType(prod, 'AWS::WAFv2::LoggingConfiguration')).toEqual([]);
  });

  it.each([
    { stage: 'dev', of: () => dev, concurrency: undefined, acls: 0 },
    { stage: 'prod', of: () => prod, concurrency: 50, acls: 1 },
    { stage: 'prod with parameters', of: () => others, concurrency: 20, acls: 0 },
  ])('is bounded in $stage as the stage says', ({ of, concurrency, acls }) => {
    expect(of().resources['VendLambdaFunction']?.Properties['ReservedConcurrentExecutions']).toBe(concurrency);
    expect(ofType(of(), 'AWS::WAFv2::WebACL')).toHaveLength(acls);
    expect(ofType(of(), 'AWS::AppSync::GraphQLApi')).toMatchObject([{ ResolverCountLimit: 5 }]);
  });
});

it.each(['alarms', 'waf'])('refuses a value of the switch %s that is neither true nor false', async (name) => {
  await expect(readConfiguration(project, 'dev', { [name]: 'yes' })).rejects.toThrow(
    new RegExp(`custom\\.on\\.${name}.*true.*false.*yes`),
  );
});
