/** Every limit of session tags, in AWS's own words, as the real SDK sees them. */
import { invalid, long, refuse, sharedSts, tags, valueError } from './fixture.ts';
import type { Refused } from './fixture.ts';

const tagPattern = String.raw`satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]`;
const missing = (at: string) => valueError(at, 'null', 'not be null');
const refused: Refused[] = [
  invalid('51 tags', { Tags: tags(51) }, 'tags', "'[51 members]'", 'have length less than or equal to 50'),
  {
    why: 'an empty tag key',
    input: { Tags: [{ Key: '', Value: 'v' }] },
    message:
      /^2 validation errors detected: Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1; /,
  },
  invalid(
    'a tag key of 129 characters',
    { Tags: [{ Key: long(129), Value: 'v' }] },
    'tags.1.member.key',
    `'${long(129)}'`,
    'have length less than or equal to 128',
  ),
  invalid(
    'a tag value of 257 characters',
    { Tags: [...tags(1), { Key: 'k', Value: long(257) }] },
    'tags.2.member.value',
    `'${long(257)}'`,
    'have length less than or equal to 256',
  ),
  {
    why: 'a tag without a value',
    input: { Tags: [{ Key: 'k', Value: undefined }] },
    message: missing('tags.1.member.value'),
  },
  ...['*', '?', '${aws:username}'].map((value) => ({
    why: `a tag value ${value}`,
    input: { Tags: [{ Key: 'vend:sub', Value: value }] },
    message: valueError('tags.1.member.value', `'${value}'`, `${tagPattern}*`),
  })),
  invalid(
    'a tag key with a star',
    { Tags: [{ Key: 'k*', Value: 'v' }] },
    'tags.1.member.key',
    "'k*'",
    `${tagPattern}+`,
  ),
  {
    why: 'tag keys that differ by case only',
    input: {
      Tags: [
        { Key: 'k', Value: '1' },
        { Key: 'K', Value: '2' },
      ],
    },
    code: 'InvalidParameterValue',
    message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  },
  {
    why: 'the same tag key twice',
    input: {
      Tags: [
        { Key: 'k', Value: '1' },
        { Key: 'k', Value: '1' },
      ],
    },
    code: 'InvalidParameterValue',
    message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  },
  {
    why: 'a transitive key that is no tag',
    input: { TransitiveTagKeys: ['other'] },
    code: 'InvalidParameterValue',
    message: 'The specified transitive tag key must be included in the requested tags.',
  },
  invalid(
    '51 transitive keys',
    { TransitiveTagKeys: tags(51).map(({ Key }) => Key) },
    'transitiveTagKeys',
    "'[51 members]'",
    'have length less than or equal to 50',
  ),
];

const local = sharedSts();

it.each(refused)('AssumeRole refuses $why', async (row) => {
  const { received, expected } = await refuse(local.lambda, row);
  expect(received).toEqual(expected);
});
