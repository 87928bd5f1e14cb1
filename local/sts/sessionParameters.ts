/** What AssumeRole and GetFederationToken take alike: a session policy, session tags and the least size of the session token. */
import type { PolicyDocument } from '../../core/policy/document.ts';
import { checkList, checkNumber, checkOptional, checkString, readInteger } from './constraints.ts';
import type { StringConstraint } from './constraints.ts';
import { readList } from './queryRequest.ts';
import type { Parameters } from './queryRequest.ts';
import { parseSessionPolicy } from './sessionPolicy.ts';
import { StsError, notImplemented } from './stsError.ts';

/** An ARN of any kind, as the service model constrains it. */
export const arn: StringConstraint = {
  min: 20,
  max: 2048,
  pattern: /^[\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u,
  patternText: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+`,
};
const policy: StringConstraint = {
  min: 1,
  max: 2048,
  pattern: /^[\t\n\r\u0020-\u00ff]+$/,
  patternText: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`,
};
/** The key of a session tag. */
export const tagKey: StringConstraint = {
  min: 1,
  max: 128,
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u,
  patternText: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+`,
};
const tagValue: StringConstraint = {
  min: 0,
  max: 256,
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
  patternText: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*`,
};
/** The most tags, and the most transitive keys. */
export const maxTags = 50;

/** The parameters as they came. */
export interface RawSessionParameters {
  readonly policyText: string | undefined;
  readonly policyArns: readonly Parameters[];
  readonly tags: readonly Parameters[];
  readonly minimumSessionTokenSize: number | undefined;
}

/** @throws StsError MalformedInput */
export const readSessionParameters = (parameters: Parameters): RawSessionParameters => ({
  policyText: parameters.get('Policy'),
  policyArns: readList(parameters, 'PolicyArns', ['arn']),
  tags: readList(parameters, 'Tags', ['Key', 'Value']),
  minimumSessionTokenSize: readInteger(parameters.get('MinimumSessionTokenSize')),
});

const checkTags = (tags: readonly Parameters[]) =>
  tags.flatMap((tag, index) => [
    ...checkString(`tags.${String(index + 1)}.member.key`, tag.get('Key'), tagKey),
    ...checkString(`tags.${String(index + 1)}.member.value`, tag.get('Value'), tagValue),
  ]);

/** What is wrong with the policies, if anything. */
export const checkPolicies = ({ policyText, policyArns }: RawSessionParameters): string[] => [
  ...checkList('policyArns', policyArns, 10),
  ...policyArns.flatMap((member, index) =>
    checkOptional(`policyArns.${String(index + 1)}.member.arn`, member.get('arn'), arn),
  ),
  ...checkOptional('policy', policyText, policy),
];

/** What is wrong with the tags, if anything. */
export const checkTagList = ({ tags }: RawSessionParameters): string[] => [
  ...checkList('tags', tags, maxTags),
  ...checkTags(tags.slice(0, maxTags)),
];

/** What is wrong with the least size of the token, if anything. */
export const checkTokenSize = (minimumSessionTokenSize: number | undefined): string[] =>
  checkNumber('minimumSessionTokenSize', minimumSessionTokenSize, 0, 4096);

/** Refused rather than ignored: ignoring it would give credentials that AWS would not give. @throws StsError NotImplemented */
export const refuseMfa = (parameters: Parameters): void => {
  if (parameters.has('SerialNumber') || parameters.has('TokenCode')) {
    throw notImplemented('MFA: leave SerialNumber and TokenCode out.');
  }
};

/** As with MFA. @throws StsError NotImplemented */
export const refusePolicyArns = ({ policyArns }: RawSessionParameters): void => {
  if (policyArns.length > 0) {
    throw notImplemented('managed policies: leave PolicyArns out and pass the permissions in Policy.');
  }
};

/** The tags by key. @throws StsError InvalidParameterValue for keys that differ by no more than case */
export const tagsOf = ({ tags }: RawSessionParameters): ReadonlyMap<string, string> => {
  const keys = new Set(tags.map((tag) => tag.get('Key')?.toLowerCase()));
  if (keys.size < tags.length) {
    throw new StsError(
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  return new Map(tags.map((tag) => [tag.get('Key') ?? '', tag.get('Value') ?? '']));
};

/** A session policy, as it came and read. */
export interface PassedPolicy {
  readonly text: string;
  readonly document: PolicyDocument;
}

/** @throws StsError MalformedPolicyDocument */
export const policyOf = ({ policyText: text }: RawSessionParameters): PassedPolicy | undefined =>
  text === undefined ? undefined : { text, document: parseSessionPolicy(text) };
