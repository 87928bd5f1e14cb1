/**
 * Metrics in CloudWatch embedded metric format: members of a line of log, from which CloudWatch Logs makes metrics without a call to
 * AWS. Everything in the line that is not named here is a field of the log and nothing else.
 */
import type { ErrorCode } from '../core/errors.ts';

/** What alarms and dashboard look at, with its unit. One set of dimensions each: a further one would be paid for as a further metric. */
const METRICS = {
  Vends: { unit: 'Count', dimensions: ['service'] },
  Refusals: { unit: 'Count', dimensions: ['service', 'code'] },
  StsLatency: { unit: 'Milliseconds', dimensions: ['service'] },
  PolicyCharacters: { unit: 'Count', dimensions: ['service'] },
  TokenUtilization: { unit: 'Percent', dimensions: ['service'] },
} as const;

/** Values by metric; one that is undefined is not there. */
export type Metrics = Readonly<Partial<Record<keyof typeof METRICS, number | undefined>>>;

/** The values of the dimensions. Few: each new value is a new metric. Never who, what for or which vend. */
export interface Dimensions {
  /** The deployed service, `scopevend-prod`. */
  readonly service: string;
  /** Of a refusal. */
  readonly code?: ErrorCode;
}

const named = Object.keys(METRICS) as (keyof Metrics)[];

/**
 * The members of one line.
 *
 * @param time milliseconds since 1970
 * @returns nothing when there is no value
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const embeddedMetrics = (metrics: Metrics, { service, code }: Dimensions, time: number): object => {
  const written = named.filter((name) => Number.isFinite(metrics[name]));
  if (written.length === 0) return {};
  const directives = new Map<string, { Namespace: string; Dimensions: unknown; Metrics: object[] }>();
  for (const name of written) {
    const { unit, dimensions } = METRICS[name];
    const key = dimensions.join();
    const directive = directives.get(key) ?? { Namespace: 'Scopevend', Dimensions: [dimensions], Metrics: [] };
    directive.Metrics.push({ Name: name, Unit: unit });
    directives.set(key, directive);
  }
  return {
    _aws: { Timestamp: time, CloudWatchMetrics: [...directives.values()] },
    service,
    ...(code !== undefined && { code }),
    ...Object.fromEntries(written.map((name) => [name, metrics[name]])),
  };
};
