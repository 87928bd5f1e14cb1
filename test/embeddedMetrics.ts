/**
 * Reads metrics out of a line of log as CloudWatch Logs does, and refuses a line that breaks a rule of the embedded metric format:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */

/** One value of one metric, as it would be found in CloudWatch. */
export interface FoundMetric {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
}

const SIZES = ['Bits', 'Bytes'].flatMap((unit) => [
  unit,
  ...['Kilo', 'Mega', 'Giga', 'Tera'].map((many) => `${many}${unit.toLowerCase()}`),
]);
const UNITS = [
  ...['Seconds', 'Microseconds', 'Milliseconds', 'Percent', 'Count', 'Count/Second', 'None'],
  ...SIZES.flatMap((size) => [size, `${size}/Second`]),
];

/** What a value must be, and the words for it. */
type Rule = (value: unknown, where: string) => unknown;

const must = (holds: boolean, where: string, what: string): void => {
  if (!holds) throw new Error(`${where} is not ${what}`);
};
const name =
  (most: number): Rule =>
  (value, where) => {
    must(
      typeof value === 'string' && value.length > 0 && value.length <= most,
      where,
      `1 to ${String(most)} characters`,
    );
    return value;
  };
const oneOf =
  (values: readonly unknown[]): Rule =>
  (value, where) => {
    must(values.includes(value), where, `one of ${values.join()}`);
    return value;
  };
const integer: Rule = (value, where) => {
  must(Number.isInteger(value), where, 'an integer');
  return value;
};
const list =
  (rule: Rule, least: number, most: number): Rule =>
  (value, where) => {
    must(
      Array.isArray(value) && value.length >= least && value.length <= most,
      where,
      `${String(least)} to ${String(most)} items`,
    );
    return (value as readonly unknown[]).map((item, index) => rule(item, `${where}[${String(index)}]`));
  };
/** An object with these members and no others. */
const object =
  (required: Readonly<Record<string, Rule>>, optional: Readonly<Record<string, Rule>> = {}): Rule =>
  (value, where) => {
    must(typeof value === 'object' && value !== null && !Array.isArray(value), where, 'an object');
    const members = Object.entries(value as object);
    for (const member of Object.keys(required)) must(Object.hasOwn(value as object, member), where, `with ${member}`);
    return Object.fromEntries(
      members.map(([member, given]) => {
        const rule = required[member] ?? optional[member];
        must(rule !== undefined, `${where}.${member}`, 'a member of the format');
        return [member, rule?.(given, `${where}.${member}`)];
      }),
    );
  };

// The rules of AWS's schema for such a document, with what its text says besides: no members that the format does not know, at most
// 100 metrics. A list that is empty is allowed there, and useless here.
const metadata = object({
  Timestamp: integer,
  CloudWatchMetrics: list(
    object({
      Namespace: name(1024),
      Dimensions: list(list(name(250), 0, 30), 1, 100),
      Metrics: list(object({ Name: name(1024) }, { Unit: oneOf(UNITS), StorageResolution: oneOf([1, 60]) }), 1, 100),
    }),
    1,
    100,
  ),
});

interface Metadata {
  readonly CloudWatchMetrics: readonly {
    readonly Namespace: string;
    readonly Dimensions: readonly (readonly string[])[];
    readonly Metrics: readonly { readonly Name: string; readonly Unit?: string }[];
  }[];
}

type Line = Readonly<Record<string, unknown>>;

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html: ASCII with something visible, no control
// characters, no colon in front.
const DIMENSION_VALUE = /^(?!:)(?=.*[!-~])[ -~]{1,1024}$/;
const MOST_BYTES = 1024 * 1024;

const target = (line: Line, member: string, fits: (value: unknown) => boolean): unknown => {
  const value = Object.hasOwn(line, member) ? line[member] : undefined;
  if (!fits(value)) throw new Error(`The member ${member}, which metrics refer to, is ${JSON.stringify(value)}`);
  return value;
};

/**
 * The metrics of one line; none for a line without `_aws`.
 *
 * @throws an error that names the rule
 */
export const metricsIn = (text: string): readonly FoundMetric[] => {
  if (text.includes('\n') || Buffer.byteLength(text) > MOST_BYTES) throw new Error('Is not one line of at most 1 MB');
  const line = JSON.parse(text) as Line;
  if (!('_aws' in line)) return [];
  const { CloudWatchMetrics } = metadata(line['_aws'], '_aws') as Metadata;
  return CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((set) =>
      Metrics.map(({ Name, Unit = 'None' }) => ({
        namespace: Namespace,
        name: Name,
        unit: Unit,
        dimensions: Object.fromEntries(
          set.map((key) => [
            key,
            target(line, key, (value) => typeof value === 'string' && DIMENSION_VALUE.test(value)) as string,
          ]),
        ),
        value: target(line, Name, (value) => typeof value === 'number') as number,
      })),
    ),
  );
};
