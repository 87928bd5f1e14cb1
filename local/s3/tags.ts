/** Object tags, as they come in the header x-amz-tagging and in XML. */
import { invalidArgument, notImplemented, S3Error } from './s3Error.ts';
import { childrenOf, parseXml, requiredTextOf } from './parseXml.ts';
import type { Elements } from './xml.ts';

/** Unique regardless of case: IAM's context knows no case, and two such tags could not be judged exactly. */
export type Tags = ReadonlyMap<string, string>;

const invalidTag = (message: string, key: string) => new S3Error(400, 'InvalidTag', message, { TagKey: key });
const letters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html @throws S3Error InvalidTag, BadRequest */
const checked = (pairs: readonly (readonly [key: string, value: string])[]): Tags => {
  if (pairs.length > 10) throw new S3Error(400, 'BadRequest', 'Object tags cannot be greater than 10');
  const tags = new Map<string, string>();
  const lowered = new Set<string>();
  for (const [key, value] of pairs) {
    if (key === '' || key.length > 128 || !letters.test(key)) {
      throw invalidTag('The TagKey you have provided is invalid', key);
    }
    if (value.length > 256 || !letters.test(value)) {
      throw invalidTag('The TagValue you have provided is invalid', key);
    }
    if (key.startsWith('aws:')) throw invalidTag('System tags cannot be added/updated by requester', key);
    if (tags.has(key)) throw invalidTag('Cannot provide multiple Tags with the same key', key);
    if (lowered.has(key.toLowerCase())) throw notImplemented('tags whose keys differ in case only');
    lowered.add(key.toLowerCase());
    tags.set(key, value);
  }
  return tags;
};

/** @throws S3Error InvalidArgument, InvalidTag, BadRequest */
export const tagsOfHeader = (header: string | undefined): Tags => {
  if (header === undefined || header === '') return new Map();
  const decode = (text: string) => {
    try {
      return decodeURIComponent(text.replaceAll('+', ' '));
    } catch {
      throw invalidArgument(
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
        'x-amz-tagging',
        header,
      );
    }
  };
  return checked(
    header
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [key = '', ...value] = pair.split('=');
        return [decode(key), decode(value.join('='))] as const;
      }),
  );
};

/** @throws S3Error MalformedXML, InvalidTag, BadRequest */
export const tagsOfXml = (xml: string): Tags => {
  const tagging = parseXml(xml, 'Tagging');
  const [set = ''] = childrenOf(tagging, 'TagSet');
  return checked(
    childrenOf(set, 'Tag').map((tag) => [requiredTextOf(tag, 'Key'), requiredTextOf(tag, 'Value')] as const),
  );
};

export const tagElements = (tags: Tags): Elements => ({
  TagSet: { Tag: [...tags].map(([Key, Value]) => ({ Key, Value })) },
});
