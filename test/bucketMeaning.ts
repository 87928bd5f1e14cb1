/** What a scope on a bucket means, written plainly from the design a second time: by it the session policies are judged. */
export const ACTIONS = {
  READ: ['s3:GetObject'],
  WRITE: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
  DELETE: ['s3:DeleteObject'],
  LIST: ['s3:ListBucket'],
  READ_TAGS: ['s3:GetObjectTagging'],
  WRITE_TAGS: ['s3:PutObjectTagging', 's3:DeleteObjectTagging'],
  READ_VERSIONS: ['s3:GetObjectVersion'],
  DELETE_VERSIONS: ['s3:DeleteObjectVersion'],
  LIST_VERSIONS: ['s3:ListBucketVersions'],
} as const;
export type Access = keyof typeof ACTIONS;

/** Lists go with a prefix and are about the bucket. */
export const isListing = (access: Access): boolean => access === 'LIST' || access === 'LIST_VERSIONS';

/** Who a grant is for. */
export type Who = 'everyone' | 'members' | 'editors' | 'the user' | 'the tenant acme';

export interface TestGrant {
  readonly who: Who;
  readonly template: string;
  readonly exact: boolean;
  readonly access: readonly Access[];
}
export interface TestAsk {
  readonly prefix?: string;
  readonly key?: string;
  readonly access: readonly Access[];
}
export interface Part {
  readonly text: string;
  readonly exact: boolean;
}

/** Who asks. */
export interface TestCaller {
  readonly sub: string;
  readonly tenant: string;
  readonly groups: readonly string[];
}

/** What a grant gives a caller. */
export interface Given {
  readonly part: Part;
  readonly access: readonly Access[];
}

// The meaning, in strings: a prefix ends with "/", so what begins with it is under it by whole segments.
const within = (outer: Part, inner: Part): boolean =>
  outer.exact
    ? inner.exact && inner.text === outer.text
    : inner.exact
      ? inner.text.startsWith(outer.text) && inner.text !== outer.text
      : inner.text.startsWith(outer.text);

const usableClaim = (value: string) =>
  /^[\p{L}\p{N}_.:=+\-@ ]+$/u.test(value) &&
  value.trim() === value &&
  value !== '.' &&
  value !== '..' &&
  value.length <= 256;

const admits = (who: Who, { sub, tenant, groups }: TestCaller, user: string): boolean =>
  who === 'everyone' ||
  (who === 'the user' && sub === user) ||
  (who === 'the tenant acme' && tenant === 'acme') ||
  groups.includes(who);

const partOf = ({ template, exact }: TestGrant, { sub, tenant }: TestCaller): Part | undefined => {
  if (template.includes('${claims.tenant}') && !usableClaim(tenant)) return undefined;
  const text = template
    .split('/')
    .map((one) => (one === '${claims.tenant}' ? tenant : one === '${sub}' ? sub : one))
    .join('/');
  return { text: exact || text === '' ? text : `${text}/`, exact };
};

const exact = (text: string): boolean =>
  text !== '' &&
  Buffer.byteLength(text) <= 1024 &&
  !/[\u0000-\u001f\u007f-\u009f]|\p{Cs}/u.test(text) &&
  text.split('/').every((one) => one !== '' && one !== '.' && one !== '..');

/** Whether an ask can be stated exactly. */
export const valid = (ask: TestAsk): boolean => {
  if (ask.prefix !== undefined && ask.key !== undefined) return false;
  if (ask.key !== undefined) return exact(ask.key) && !ask.access.some(isListing);
  return (
    ask.prefix === undefined ||
    (ask.prefix.endsWith('/') && Buffer.byteLength(ask.prefix) <= 1024 && exact(ask.prefix.slice(0, -1)))
  );
};

/** What the grants give a caller; `user` is whom grants to 'the user' name. */
export const givenTo = (caller: TestCaller, grants: readonly TestGrant[], user: string): Given[] =>
  grants
    .filter(({ who }) => admits(who, caller, user))
    .flatMap((grant) => {
      const part = partOf(grant, caller);
      return part ? [{ part, access: grant.access }] : [];
    });

/** What the scope means: parts with one access each; undefined when an ask is not covered. */
export const meaning = (
  asks: readonly TestAsk[],
  given: readonly Given[],
): { part: Part; access: Access }[] | undefined => {
  const means: { part: Part; access: Access }[] = [];
  for (const ask of asks) {
    for (const value of ask.access) {
      const giving = given.filter((one) => one.access.includes(value)).map(({ part }) => part);
      const text = ask.prefix ?? ask.key;
      const asked = text === undefined ? undefined : { text, exact: ask.key !== undefined };
      const parts = asked ? (giving.some((outer) => within(outer, asked)) ? [asked] : []) : giving;
      if (parts.length === 0) return undefined;
      means.push(...parts.map((part) => ({ part, access: value })));
    }
  }
  return means;
};
