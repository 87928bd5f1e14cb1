/**
 * Moves long texts of a policy into session tags, and puts a variable where each stood: tags are not policy text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
import type { SessionTag } from '../sessionTags.ts';
import { contentBytes, TAG_VALUE_LIMIT } from './budget.ts';
import type { Conditions, OneOrMany, Statement } from './document.ts';
import { listOf, oneOrMany } from './oneOrMany.ts';
import { policyText } from './pack.ts';

/** A policy as STS takes it, and the session tags without which its variables mean nothing. */
export interface PackedPolicy {
  readonly text: string;
  readonly tags: readonly SessionTag[];
}

/** A text of the policy, and what of it a tag can hold. */
interface Place {
  /** How often the text stands in the policy. */
  count: number;
  readonly at: number;
  readonly run: string;
}

/** A tag to be, and what putting it in saves. */
interface Candidate {
  readonly value: string;
  readonly saving: number;
}

const VARIABLE_LENGTH = '${aws:PrincipalTag/v0}'.length;

// What a tag's value can hold, with no space at either end.
const RUNS = /[\p{L}\p{N}_.:/=+\-@](?:[\p{L}\p{Z}\p{N}_.:/=+\-@]*[\p{L}\p{N}_.:/=+\-@])?/gu;

const sizeOf = (text: string): number => text.replace(/[^\u0000-\u00ff]/g, '\\u0000').length;

/** v0 … vz, v10 …: keys of our own, as short as can be and distinct in any case. */
const keyAt = (at: number): string => `v${at.toString(36)}`;

const variable = (key: string): string => `\${aws:PrincipalTag/${key}}`;

/** Where the first variable may stand: in an ARN behind the fifth colon. */
const free = (resource: string): number => {
  let at = 0;
  for (let colons = 0; colons < 5; colons += 1) {
    const colon = resource.indexOf(':', at);
    if (colon === -1) return resource.length;
    at = colon + 1;
  }
  return at;
};

const longestRun = (text: string, from: number): Pick<Place, 'at' | 'run'> | undefined => {
  let longest: Pick<Place, 'at' | 'run'> | undefined;
  for (const { 0: found, index } of text.slice(from).matchAll(RUNS)) {
    // Of one that is too long for a tag its end, as whole characters, without a space in front.
    const run =
      found.length <= TAG_VALUE_LIMIT ? found : found.slice(-TAG_VALUE_LIMIT).replace(/^[\uDC00-\uDFFF]?\p{Z}*/u, '');
    if (run.length > (longest?.run.length ?? VARIABLE_LENGTH))
      longest = { at: from + index + found.length - run.length, run };
  }
  return longest;
};

const isText = (operator: string): boolean => /^(ForA\w+Values?:)?String/.test(operator);

/** `from`: where the first variable may stand. */
type Rewrite = (text: string, from: number) => string;

const rewritten = (values: OneOrMany, rewrite: (text: string) => string): OneOrMany =>
  oneOrMany(listOf(values).map(rewrite));

const rewriteConditions = (conditions: Conditions, rewrite: Rewrite): Conditions =>
  Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      isText(operator)
        ? Object.fromEntries(
            Object.entries(keys).map(([key, values]) => [
              key,
              // An ARN in a condition is one that a Resource has, too: the variable stands alike in both, whichever comes first.
              rewritten(values, (text) => rewrite(text, text.startsWith('arn:') ? free(text) : 0)),
            ]),
          )
        : keys,
    ]),
  );

/** The statements with every text in which a variable may stand rewritten. */
const rewriteTexts = (statements: readonly Statement[], rewrite: Rewrite): readonly Statement[] =>
  statements.map(({ Resource = [], Condition, ...rest }) => ({
    ...rest,
    Resource: rewritten(Resource, (text) => rewrite(text, free(text))),
    ...(Condition && { Condition: rewriteConditions(Condition, rewrite) }),
  }));

const placesIn = (statements: readonly Statement[]): ReadonlyMap<string, Place> => {
  const places = new Map<string, Place>();
  rewriteTexts(statements, (text, from) => {
    const known = places.get(text);
    const found = known ?? longestRun(text, from);
    if (known) known.count += 1;
    else if (found) places.set(text, { ...found, count: 1 });
    return text;
  });
  return places;
};

/** Finds the longest end of a run, from a segment on, that is a run itself: one tag then serves both. */
const endsAmong = (runs: ReadonlySet<string>): ((run: string) => string | undefined) => {
  const lengths = new Set([...runs].map(({ length }) => length));
  return (run) => {
    for (let slash = run.indexOf('/'); slash !== -1; slash = run.indexOf('/', slash + 1)) {
      if (!lengths.has(run.length - slash - 1)) continue;
      const end = run.slice(slash + 1);
      if (runs.has(end)) return end;
    }
    return undefined;
  };
};

const bySaving = (one: Candidate, other: Candidate): number => other.saving - one.saving;

/** Tags worth having, best first: those that several texts share, then those that take in more of one text. */
const candidatesFor = (places: Iterable<Place>): readonly Candidate[] => {
  const all = [...places];
  const sharedEnd = endsAmong(new Set(all.map(({ run }) => run)));
  const shared = new Map<string, number>();
  const more = new Map<string, number>();
  const add = (savings: Map<string, number>, value: string, saving: number): void =>
    void savings.set(value, (savings.get(value) ?? 0) + saving);
  for (const { run, count } of all) {
    const end = sharedEnd(run);
    add(shared, end ?? run, count * (sizeOf(end ?? run) - VARIABLE_LENGTH));
    if (end !== undefined) add(more, run, count * (sizeOf(run) - sizeOf(end)));
  }
  return [shared, more].flatMap((savings) =>
    [...savings]
      .map(([value, saving]) => ({ value, saving }))
      .filter(({ saving }) => saving > 0)
      .sort(bySaving),
  );
};

const keyedBy = (values: readonly string[]): ReadonlyMap<string, string> =>
  new Map(values.map((value, at) => [value, keyAt(at)]));

const writeWith = (
  statements: readonly Statement[],
  places: ReadonlyMap<string, Place>,
  keys: ReadonlyMap<string, string>,
): string => {
  const sharedEnd = endsAmong(new Set(keys.keys()));
  const rewrite: Rewrite = (text) => {
    const place = places.get(text);
    if (place === undefined) return text;
    const { at, run } = place;
    const value = keys.has(run) ? run : sharedEnd(run);
    const key = value === undefined ? undefined : keys.get(value);
    if (value === undefined || key === undefined) return text;
    const end = at + run.length;
    return `${text.slice(0, end - value.length)}${variable(key)}${text.slice(end)}`;
  };
  return policyText(rewriteTexts(statements, rewrite));
};

/** What there is room for. */
export interface TagRoom {
  /** Characters of policy. */
  readonly characters: number;
  /** How many tags are free. */
  readonly tags: number;
  /** Bytes of policy and tags together, in the session token; left out: as many as they like. */
  readonly bytes?: number | undefined;
}

/**
 * The policy with as few tags as make it fit, or undefined when not even all that are free make it fit. Values show in AWS
 * CloudTrail. A text that a tag cannot hold stays in the policy.
 */
export const withTags = (
  statements: readonly Statement[],
  { characters, tags: most, bytes = Infinity }: TagRoom,
): PackedPolicy | undefined => {
  const places = placesIn(statements);
  const candidates = candidatesFor(places.values()).slice(0, most);
  let excess = policyText(statements).length - characters;
  for (let taken = 0; taken <= candidates.length; taken += 1) {
    if (excess <= 0) {
      const values = candidates.slice(0, taken).map(({ value }) => value);
      const keys = keyedBy(values);
      const text = writeWith(statements, places, keys);
      const tags = [...keys].map(([Value, Key]) => ({ Key, Value }));
      if (text.length <= characters && contentBytes({ policy: text, tags }) <= bytes) return { text, tags };
    }
    excess -= candidates[taken]?.saving ?? 0;
  }
  return undefined;
};
