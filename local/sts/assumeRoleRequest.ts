/** What AssumeRole is asked for, read from its parameters and held against every limit of the service model. */
import { checkList, checkNumber, checkOptional, checkString, readInteger, refuse } from './constraints.ts';
import type { StringConstraint } from './constraints.ts';
import { readList } from './queryRequest.ts';
import type { Parameters } from './queryRequest.ts';
import {
  arn,
  checkPolicies,
  checkTagList,
  checkTokenSize,
  maxTags,
  policyOf,
  readSessionParameters,
  refuseMfa,
  refusePolicyArns,
  tagKey,
  tagsOf,
} from './sessionParameters.ts';
import type { PassedPolicy } from './sessionParameters.ts';
import { StsError, notImplemented } from './stsError.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly roleSessionName: string;
  readonly policy: PassedPolicy | undefined;
  readonly durationSeconds: number;
  readonly tags: ReadonlyMap<string, string>;
  readonly transitiveTagKeys: readonly string[];
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
  /** The session token is at least this long, in bytes. */
  readonly minimumSessionTokenSize: number;
}

const sessionName: StringConstraint = {
  min: 2,
  max: 64,
  pattern: /^[\w+=,.@-]*$/,
  patternText: String.raw`[\w+=,.@-]*`,
};
const externalId: StringConstraint = {
  min: 2,
  max: 1224,
  pattern: /^[\w+=,.@:/-]*$/,
  patternText: String.raw`[\w+=,.@:\/-]*`,
};
const checkTransitive = (tags: ReadonlyMap<string, string>, transitive: readonly string[]) => {
  const keys = new Set([...tags.keys()].map((key) => key.toLowerCase()));
  if (transitive.some((key) => !keys.has(key.toLowerCase()))) {
    throw new StsError(
      'InvalidParameterValue',
      'The specified transitive tag key must be included in the requested tags.',
    );
  }
};

/**
 * @throws StsError ValidationError, InvalidParameterValue, MalformedPolicyDocument, MalformedInput, NotImplemented
 */
export const readAssumeRoleRequest = (parameters: Parameters): AssumeRoleRequest => {
  const passed = readSessionParameters(parameters);
  const transitiveTagKeys = readList(parameters, 'TransitiveTagKeys').map((member) => member.get('') ?? '');
  const durationSeconds = readInteger(parameters.get('DurationSeconds'));
  const roleArn = parameters.get('RoleArn') ?? '';
  refuse([
    ...checkString('roleArn', parameters.get('RoleArn'), arn),
    ...checkString('roleSessionName', parameters.get('RoleSessionName'), sessionName),
    ...checkPolicies(passed),
    ...checkNumber('durationSeconds', durationSeconds, 900, 43_200),
    ...checkTagList(passed),
    ...checkList('transitiveTagKeys', transitiveTagKeys, maxTags),
    ...transitiveTagKeys
      .slice(0, maxTags)
      .flatMap((key, index) => checkString(`transitiveTagKeys.${String(index + 1)}.member`, key, tagKey)),
    ...checkOptional('externalId', parameters.get('ExternalId'), externalId),
    ...checkOptional('sourceIdentity', parameters.get('SourceIdentity'), sessionName),
    ...checkTokenSize(passed.minimumSessionTokenSize),
  ]);
  refuseMfa(parameters);
  refusePolicyArns(passed);
  if (readList(parameters, 'ProvidedContexts', ['ProviderArn', 'ContextAssertion']).length > 0) {
    throw notImplemented('trusted contexts: leave ProvidedContexts out.');
  }
  if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/s.test(roleArn)) {
    throw new StsError('ValidationError', `${roleArn} is invalid`);
  }
  const tags = tagsOf(passed);
  checkTransitive(tags, transitiveTagKeys);
  return {
    roleArn,
    roleSessionName: parameters.get('RoleSessionName') ?? '',
    policy: policyOf(passed),
    durationSeconds: durationSeconds ?? 3600,
    tags,
    transitiveTagKeys,
    externalId: parameters.get('ExternalId'),
    sourceIdentity: parameters.get('SourceIdentity'),
    minimumSessionTokenSize: passed.minimumSessionTokenSize ?? 0,
  };
};
