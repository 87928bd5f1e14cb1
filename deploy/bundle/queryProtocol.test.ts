/** What writes and reads for the Query protocol does as the SDK's own, and refuses types that STS does not use here. */
import { FromStringShapeDeserializer as TheirReader } from '@smithy/core/protocols';
import { FromStringShapeDeserializer } from './standIns/answerTexts.js';
import { getHttpOperationBindings, HttpBindingNormalizedSchema } from './standIns/noHttpBindings.js';
import { QueryShapeSerializer } from './standIns/queryWriter.js';

// Types as the SDK's schemas number them, https://github.com/smithy-lang/smithy-typescript/blob/main/packages/types/src/schema/sentinels.ts
const [TEXT, NUMBER, BOOLEAN, DATE, DATE_TIME, HTTP_DATE, EPOCH, DOCUMENT] = [0, 1, 2, 4, 5, 6, 7, 15];
const [BIG_INTEGER, BIG_DECIMAL, BLOB, MAP_OF_TEXT] = [17, 19, 21, 128];
const withTraits = (traits: object) => [0, 'n', 'Any', traits, 0];
const structure = (kind: number, member: unknown) => [kind, 'n', 'Any', 0, ['a'], [member]];

describe('the reader', () => {
  const theirs = new TheirReader({ timestampFormat: { useTrait: true, default: 5 }, httpBindings: false } as never);
  const ours = new FromStringShapeDeserializer();

  it.each([
    [TEXT, '2026-11-25T15:04:05Z'],
    [NUMBER, '7'],
    [NUMBER, ' 1,024'],
    [BOOLEAN, 'True'],
    [BOOLEAN, 'no'],
    [DOCUMENT, 'text'],
    [DATE, '2026-11-25T15:04:05Z'],
    [DATE, '2028-02-29T23:59:59.125Z'],
    [DATE_TIME, '2026-11-25T15:04:05+01:30'],
  ])('reads type %d, %p, as the SDK does', (type, text) => {
    expect(ours.read(type, text)).toEqual(theirs.read(type as never, text));
  });

  it.each(['', 'tomorrow', '2026-11-25', '1764083045', 'Wed, 25 Nov 2026 15:04:05 GMT', '2026-13-25T15:04:05Z'])(
    'takes %p for a date no more than the SDK does',
    (text) => {
      expect(() => {
        theirs.read(DATE, text);
      }).toThrow();
      expect(() => {
        ours.read(DATE, text);
      }).toThrow(TypeError);
    },
  );

  it.each([HTTP_DATE, EPOCH, BIG_INTEGER, BIG_DECIMAL, BLOB, withTraits({ mediaType: 'application/json' })])(
    'refuses type %j',
    (type) => {
      expect(() => {
        ours.read(type, '1');
      }).toThrow('The built function does not read');
    },
  );
});

describe('the writer', () => {
  const write = (schema: unknown, value: unknown): string => {
    const writer = new QueryShapeSerializer();
    writer.write(schema, value);
    return writer.flush() as string;
  };

  it.each([TEXT, NUMBER, BOOLEAN, 64 | TEXT])('writes type %d', (type) => {
    expect(write(structure(3, type), { a: type === 64 ? ['x'] : 'x' })).toMatch(/^&a(\.member\.1)?=x$/);
  });

  it.each([
    ...[DATE, DATE_TIME, HTTP_DATE, EPOCH, DOCUMENT, BIG_INTEGER, BIG_DECIMAL, BLOB, MAP_OF_TEXT],
    ...['xmlName', 'xmlFlattened', 'ec2QueryName', 'idempotencyToken'].map((trait) => withTraits({ [trait]: 'b' })),
  ])('refuses type %j', (type) => {
    expect(() => {
      write(structure(3, type), { a: 'x' });
    }).toThrow('The built function does not write');
  });

  it('refuses unions, and values that the SDK would make up', () => {
    expect(() => {
      write(structure(4, TEXT), { a: 'x' });
    }).toThrow('The built function does not write');
    expect(() => {
      write(structure(3, withTraits({ idempotencyToken: 1 })), {});
    }).toThrow('The built function does not write');
  });
});

it('has no HTTP bindings, and refuses an operation that has some', () => {
  expect(getHttpOperationBindings({ traits: 0 })).toEqual([]);
  expect(() => {
    getHttpOperationBindings({ traits: { endpoint: ['a.'] } });
  }).toThrow('HTTP bindings are not in');
  expect(() => {
    HttpBindingNormalizedSchema.of();
  }).toThrow('HTTP bindings are not in');
});
