/**
 * Stands in for `./QueryShapeSerializer` of `@aws-sdk/core`: writes text, numbers, booleans, lists and structures, of which all that AssumeRole
 * and GetCallerIdentity take consists, as the Query protocol wants them. What other requests hold is refused.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
import { extendedEncodeURIComponent } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';

const isSimple = (type) => type.isStringSchema() || type.isNumericSchema() || type.isBooleanSchema();

// Other names in the request, other forms of a list, values that the SDK makes up.
const UNKNOWN_TRAITS = ['xmlName', 'xmlFlattened', 'ec2QueryName', 'idempotencyToken'];

const isKnown = (type) => {
  const traits = type.getMergedTraits();
  return !type.isUnionSchema() && !UNKNOWN_TRAITS.some((name) => traits[name] !== undefined);
};

export class QueryShapeSerializer {
  settings = {};

  setSerdeContext() {
    // No setting of the client changes how these are written.
  }

  /** @throws when the SDK's schema has another type */
  write(schema, value, key = '') {
    this.written ??= '';
    const type = NormalizedSchema.of(schema);
    if (!isKnown(type)) this.#refuse(type);
    if (type.isStructSchema()) this.#structure(type, value, key && `${key}.`);
    else if (type.isListSchema()) this.#list(type, value, key);
    else if (isSimple(type)) this.#pair(key, String(value));
    else this.#refuse(type);
  }

  #structure(type, value, prefix) {
    for (const [name, member] of type.structIterator()) {
      // Whatever it holds, or an upgrade would go unnoticed until somebody uses it.
      if (value[name] != null) this.write(member, value[name], `${prefix}${name}`);
      else if (!isKnown(member)) this.#refuse(member);
    }
  }

  #list(type, value, key) {
    const items = value.filter((item) => item != null);
    if (value.length === 0) this.#pair(key, '');
    items.forEach((item, index) => {
      this.write(type.getValueSchema(), item, `${key}.member.${index + 1}`);
    });
  }

  #pair(key, value) {
    this.written += `&${extendedEncodeURIComponent(key)}=${extendedEncodeURIComponent(value)}`;
  }

  #refuse(type) {
    throw new Error(`The built function does not write ${type.getName()}: deploy/bundle/standIns.js`);
  }

  flush() {
    const { written } = this;
    delete this.written;
    return written;
  }
}
