import { assertScalarType } from 'graphql';
import { buildApiSchema } from './apiSchema.ts';

const schema = buildApiSchema('type Query { a: String }');
const scalar = (name: string): ReturnType<typeof assertScalarType> => assertScalarType(schema.getType(name));

const accepted: [name: string, value: unknown][] = [
  ['AWSDate', '2030-02-28'],
  ['AWSDate', '2028-02-29Z'],
  ['AWSDate', '2030-02-28+01:00'],
  ['AWSTime', '12:30'],
  ['AWSTime', '12:30:24.500+05:30'],
  ['AWSDateTime', '2030-01-02T03:04:05Z'],
  ['AWSDateTime', '2030-01-02T03:04:05.123456789-08:00'],
  ['AWSTimestamp', -1],
  ['AWSEmail', 'a@example.com'],
  ['AWSURL', 'https://example.com/a?b=c'],
  ['AWSPhone', '+1 (555) 010-0000'],
  ['AWSIPAddress', '127.0.0.1'],
  ['AWSIPAddress', '10.0.0.0/8'],
  ['AWSIPAddress', '2001:db8::/32'],
];
const refused: [name: string, value: unknown, as: string][] = [
  ['AWSDate', '2030-02-30', '`2030-02-30` as a valid Date Object.'],
  ['AWSDate', '2030-1-1', '`2030-1-1` as a valid Date Object.'],
  ['AWSTime', '25:00', '`25:00` as a valid Time Object.'],
  ['AWSDateTime', '2030-01-02T03:04:05', '`2030-01-02T03:04:05` as a valid DateTime Object.'],
  ['AWSDateTime', '2030-01-02T24:00:00Z', '`2030-01-02T24:00:00Z` as a valid DateTime Object.'],
  ['AWSDateTime', '2030-01-02T03:04:05Z\n', '`2030-01-02T03:04:05Z\n` as a valid DateTime Object.'],
  ['AWSDateTime', 5, '`5` as a valid DateTime Object.'],
  ['AWSTimestamp', '2030-01-02T03:04:05Z', '`2030-01-02T03:04:05Z` as a valid timestamp.'],
  ['AWSEmail', 'a@b', '`a@b` as a valid email.'],
  ['AWSURL', 'example.com', '`example.com` as a valid URL.'],
  ['AWSPhone', 'x', '`x` as a valid phone number.'],
  ['AWSIPAddress', '10.0.0.0/33', '`10.0.0.0/33` as a valid IP Address.'],
  ['AWSJSON', '{a:1}', '{a:1} as valid JSON.'],
];

describe('AppSync scalars', () => {
  it.each(accepted)('%s takes %j, in and out', (name, value) => {
    expect(scalar(name).parseValue(value)).toBe(value);
    expect(scalar(name).serialize(value)).toBe(value);
  });

  it.each(refused)('%s refuses %j', (name, value, as) => {
    expect(() => scalar(name).parseValue(value)).toThrow(`Unable to parse ${as}`);
    expect(() => scalar(name).serialize(value)).toThrow(`Unable to serialize ${as}`);
  });

  it('AWSJSON is parsed on its way in', () => {
    expect(scalar('AWSJSON').parseValue('{"a":[1,null]}')).toEqual({ a: [1, null] });
  });

  it('AWSJSON goes out byte for byte when it is a JSON text, else as the JSON of the value', () => {
    expect(scalar('AWSJSON').serialize('{ "a" : 1 }')).toBe('{ "a" : 1 }');
    expect(scalar('AWSJSON').serialize({ a: 1 })).toBe('{"a":1}');
  });
});
