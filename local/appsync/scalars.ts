/** How AppSync reads and writes its own scalars: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
import { GraphQLError, valueFromASTUntyped } from 'graphql';
import type { GraphQLScalarType } from 'graphql';
import { isIP } from 'node:net';
import { javaText } from './javaText.ts';

interface ScalarRule {
  /** "Unable to parse `x` as …." */
  readonly as: string;
  readonly accepts: (value: unknown) => boolean;
}

const OFFSET = '(?:Z|[+-]\\d\\d:\\d\\d(?::\\d\\d)?)';
const DATE = /^(\d{4})-(\d\d)-(\d\d)/;
const dateForm = new RegExp(`^\\d{4}-\\d\\d-\\d\\d${OFFSET}?$`);
const timeForm = new RegExp(`^\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?${OFFSET}?$`);
const dateTimeForm = new RegExp(`^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?${OFFSET}$`);

const isCalendarDay = (text: string): boolean => {
  const [, year, month, day] = DATE.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
};
const isClockTime = (text: string): boolean => {
  const [hours, minutes, seconds = '00'] = (/\d\d:\d\d(?::\d\d)?/.exec(text)?.[0] ?? '99:99').split(':');
  return Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
};
const text =
  (accepts: (value: string) => boolean) =>
  (value: unknown): boolean =>
    typeof value === 'string' && accepts(value);

const isJson = (value: string): boolean => {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
};
const isAddress = (value: string): boolean => {
  const [address = '', bits, ...more] = value.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
};

const rules = new Map<string, ScalarRule>([
  ['AWSDate', { as: 'a valid Date Object', accepts: text((value) => dateForm.test(value) && isCalendarDay(value)) }],
  ['AWSTime', { as: 'a valid Time Object', accepts: text((value) => timeForm.test(value) && isClockTime(value)) }],
  [
    'AWSDateTime',
    {
      as: 'a valid DateTime Object',
      accepts: text((value) => dateTimeForm.test(value) && isCalendarDay(value) && isClockTime(value.slice(11))),
    },
  ],
  ['AWSTimestamp', { as: 'a valid timestamp', accepts: (value) => Number.isSafeInteger(value) }],
  ['AWSEmail', { as: 'a valid email', accepts: text((value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) }],
  ['AWSJSON', { as: 'valid JSON', accepts: text(isJson) }],
  [
    'AWSURL',
    { as: 'a valid URL', accepts: text((value) => /^[a-z][a-z\d+.-]*:\/\//i.test(value) && URL.canParse(value)) },
  ],
  ['AWSPhone', { as: 'a valid phone number', accepts: text((value) => /^\+?\d[\d .()-]{2,}$/.test(value)) }],
  ['AWSIPAddress', { as: 'a valid IP Address', accepts: text(isAddress) }],
]);

const shown = (name: string, value: unknown): string =>
  name === 'AWSJSON' ? javaText(value) : `\`${javaText(value)}\``;

/**
 * Gives one of AppSync's scalars its behaviour.
 *
 * AWSJSON reaches a resolver parsed; a resolver's string that is JSON goes out as it is, byte for byte, and anything
 * else as its JSON text.
 *
 * @throws when the scalar is not one of AppSync's
 */
export const equipScalar = (scalar: GraphQLScalarType): void => {
  const { name } = scalar;
  const rule = rules.get(name);
  if (rule === undefined) throw new Error(`${name} is not a scalar of AppSync.`);
  const read = (value: unknown): unknown => {
    if (!rule.accepts(value)) throw new GraphQLError(`Unable to parse ${shown(name, value)} as ${rule.as}.`);
    return name === 'AWSJSON' ? (JSON.parse(value as string) as unknown) : value;
  };
  scalar.parseValue = read;
  scalar.parseLiteral = (node, variables) => read(valueFromASTUntyped(node, variables));
  scalar.serialize = (value) => {
    if (name === 'AWSJSON' && typeof value !== 'string') return JSON.stringify(value);
    if (!rule.accepts(value)) throw new GraphQLError(`Unable to serialize ${shown(name, value)} as ${rule.as}.`);
    return value;
  };
};
