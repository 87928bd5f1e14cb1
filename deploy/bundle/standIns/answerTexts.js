/**
 * Stands in for `./serde/FromStringShapeDeserializer` of `@smithy/core`: what STS answers with in AssumeRole and GetCallerIdentity is text,
 * numbers and dates as ISO 8601 has them. Everything else that services answer with is refused.
 */
import { NormalizedSchema } from '@smithy/core/schema';

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/;

const asItIs = (text) => text;

const dateTime = (text) => {
  const date = new Date(ISO_8601.test(text) ? text : NaN);
  if (Number.isNaN(date.getTime())) throw new TypeError(`${text} is no date and time as ISO 8601 has it`);
  return date;
};

// By the SDK's numbers of simple types: text, number, boolean, date, date-time, document.
const READ = { 0: asItIs, 1: Number, 2: (text) => text.toLowerCase() === 'true', 4: dateTime, 5: dateTime, 15: asItIs };

export class FromStringShapeDeserializer {
  setSerdeContext() {
    // No setting of the client changes how these are read.
  }

  /** @throws when the SDK's schema has another type */
  read(schema, text) {
    const type = NormalizedSchema.of(schema);
    const read = READ[type.getSchema()];
    if (read === undefined || type.getMergedTraits().mediaType)
      throw new Error(`The built function does not read ${type.getName()}: deploy/bundle/standIns.js`);
    return read(text);
  }
}
