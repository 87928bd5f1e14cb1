/** What AssumeRole is asked for, read from its parameters and held against every limit of the service model. */
import type { PolicyDocument } from '../../core/policy/document.ts';
import { checkList, checkNumber, checkOptional, checkString, readInteger, refuse } from './constraints.ts';
import type { StringConstraint } from './constraints.ts';
import { readList } from './queryRequest.ts';
import type { Parameters } from './queryRequest.ts';
import { parseSessionPolicy } from './sessionPolicy.ts';
import { StsError, notImplemented } from './stsError.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly roleSessionName: string;
  readonly policy: { readonly text: string; readonly document: PolicyDocument } | undefined;
  readonly durationSeconds: number;
  readonly tags: ReadonlyMap<string, string>;
  readonly transitiveTagKeys: readonly string[];
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
  /** The session token is at least this long, in bytes. */
  readonly minimumSessionTokenSize: number;
}

const arn: StringConstraint = {
  min: 20,
  max: 2048,
  pattern: /^[\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u,
  patternText: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+`,
};
const sessionName: StringConstraint = {
  min: 2,
  max: 64,
  pattern: /^[\w+=,.@-]*$/,
  patternText: String.raw`[\w+=,.@-]*`,
};
const policy: StringConstraint = {
  min: 1,
  max: 2048,
  pattern: /^[\t\n\r\u0020-\u00ff]+$/,
  patternText: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`,
};
const tagKey: StringConstraint = {
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
const externalId: StringConstraint = {
  min: 2,
  max: 1224,
  pattern: /^[\w+=,.@:/-]*$/,
  patternText: String.raw`[\w+=,.@:\/-]*`,
};
const maxTags = 50;

const checkTags = (tags: readonly Parameters[]) =>
  tags.flatMap((tag, index) => [
    ...checkString(`tags.${String(index + 1)}.member.key`, tag.get('Key'), tagKey),
    ...checkString(`tags.${String(index + 1)}.member.value`, tag.get('Value'), tagValue),
  ]);

const checkTagKeys = (tags: ReadonlyMap<string, string>, tagCount: number, transitive: readonly string[]) => {
  const keys = new Set([...tags.keys()].map((key) => key.toLowerCase()));
  if (keys.size < tagCount) {
    throw new StsError(
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  if (transitive.some((key) => !keys.has(key.toLowerCase()))) {
    throw new StsError(
      'InvalidParameterValue',
      'The specified transitive tag key must be included in the requested tags.',
    );
  }
};

/** Refused rather than ignored: ignoring any of them would give credentials that AWS would not give. */
const checkUnsupported = (parameters: Parameters) => {
  if (parameters.has('SerialNumber') || parameters.has('TokenCode')) {
    throw notImplemented('MFA: leave SerialNumber and TokenCode out.');
  }
  if (readList(parameters, 'PolicyArns', ['arn']).length > 0) {
    throw notImplemented('managed policies: leave PolicyArns out and pass the permissions in Policy.');
  }
  if (readList(parameters, 'ProvidedContexts', ['ProviderArn', 'ContextAssertion']).length > 0) {
    throw notImplemented('trusted contexts: leave ProvidedContexts out.');
  }
};

/**
 * @throws StsError ValidationError, InvalidParameterValue, MalformedPolicyDocument, MalformedInput, NotImplemented
 */
export const readAssumeRoleRequest = (parameters: Parameters): AssumeRoleRequest => {
  const tags = readList(parameters, 'Tags', ['Key', 'Value']);
  const transitiveTagKeys = readList(parameters, 'TransitiveTagKeys').map((member) => member.get('') ?? '');
  const policyArns = readList(parameters, 'PolicyArns', ['arn']);
  const durationSeconds = readInteger(parameters.get('DurationSeconds'));
  const minimumSessionTokenSize = readInteger(parameters.get('MinimumSessionTokenSize'));
  const roleArn = parameters.get('RoleArn') ?? '';
  const roleSessionName = parameters.get('RoleSessionName') ?? '';
  const policyText = parameters.get('Policy');
  refuse([
    ...checkString('roleArn', parameters.get('RoleArn'), arn),
    ...checkString('roleSessionName', parameters.get('RoleSessionName'), sessionName),
    ...checkList('policyArns', policyArns, 10),
    ...policyArns.flatMap((member, index) =>
      checkOptional(`policyArns.${String(index + 1)}.member.arn`, member.get('arn'), arn),
    ),
    ...checkOptional('policy', policyText, policy),
    ...checkNumber('durationSeconds', durationSeconds, 900, 43_200),
    ...checkList('tags', tags, maxTags),
    ...checkTags(tags.slice(0, maxTags)),
    ...checkList('transitiveTagKeys', transitiveTagKeys, maxTags),
    ...transitiveTagKeys
      .slice(0, maxTags)
      .flatMap((key, index) => checkString(`transitiveTagKeys.${String(index + 1)}.member`, key, tagKey)),
    ...checkOptional('externalId', parameters.get('ExternalId'), externalId),
    ...checkOptional('sourceIdentity', parameters.get('SourceIdentity'), sessionName),
    ...checkNumber('minimumSessionTokenSize', minimumSessionTokenSize, 0, 4096),
  ]);
  checkUnsupported(parameters);
  if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/s.test(roleArn)) {
    throw new StsError('ValidationError', `${roleArn} is invalid`);
  }
  const tagMap = new Map(tags.map((tag) => [tag.get('Key') ?? '', tag.get('Value') ?? '']));
  checkTagKeys(tagMap, tags.length, transitiveTagKeys);
  return {
    roleArn,
    roleSessionName,
    policy: policyText === undefined ? undefined : { text: policyText, document: parseSessionPolicy(policyText) },
    durationSeconds: durationSeconds ?? 3600,
    tags: tagMap,
    transitiveTagKeys,
    externalId: parameters.get('ExternalId'),
    sourceIdentity: parameters.get('SourceIdentity'),
    minimumSessionTokenSize: minimumSessionTokenSize ?? 0,
  };
};
