/** GetFederationToken and GetSessionToken, called by an IAM user. */
import { randomUUID } from 'node:crypto';
import { Refused } from '../failures.ts';
import type { Preview } from '../graphql.ts';
import { fetchFor } from '../loopbackFetch.ts';
import type { IamUserKeys } from './iamUserKeys.ts';
import { signPost } from './signPost.ts';

/** What STS hands out. */
interface StsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: string;
}

/** The answer of vendCredentials as far as it applies to an IAM user's own call. */
export type IamUsersCredentials = StsCredentials &
  Partial<Pick<Preview, 'scope' | 'unusableGrants'>> & {
    readonly vendId?: string;
    readonly federatedUserArn?: string;
    readonly region: string;
    readonly sessionPolicy: string | null;
    readonly sessionTokenUtilization: number | null;
  };

const PATIENCE_MS = 20_000;

const decoded = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|apos|#34|#39);/g, (_, name: string) => {
    const characters: Record<string, string> = {
      lt: '<',
      gt: '>',
      amp: '&',
      quot: '"',
      apos: "'",
      '#34': '"',
      '#39': "'",
    };
    return characters[name] ?? '';
  });

/** The text of the first element of this name; STS's answers have each once. */
const element = (xml: string, name: string): string | undefined => {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text === undefined ? undefined : decoded(text);
};

/** https://docs.aws.amazon.com/general/latest/gr/sts.html */
const stsUrl = (region: string): string =>
  `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

/**
 * One call, by STS's query protocol.
 *
 * @throws Refused with STS's own code and message; Error when STS cannot be reached
 */
const callSts = async (
  { region, endpoint = stsUrl(region), credentials }: IamUserKeys,
  parameters: Readonly<Record<string, string>>,
): Promise<string> => {
  const url = new URL('/', endpoint);
  const body = new URLSearchParams({ Version: '2011-06-15', ...parameters }).toString();
  const contentType = 'application/x-www-form-urlencoded; charset=utf-8';
  const signer = { region, service: 'sts', ...credentials };
  const response = await fetchFor(url)(url, {
    method: 'POST',
    headers: signPost(signer, { host: url.host, contentType, body }, new Date()),
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => {
    throw new Error(`STS cannot be reached at ${url.href}. Try again.`);
  });
  const xml = await response.text();
  if (response.ok) return xml;
  const message = element(xml, 'Message') ?? `STS answered ${String(response.status)}.`;
  throw new Refused({ errorType: element(xml, 'Code') ?? null, errorInfo: null, message });
};

/** Half an answer is none. */
const credentialsIn = (xml: string): StsCredentials => {
  const [accessKeyId, secretAccessKey, sessionToken, expiration] = [
    element(xml, 'AccessKeyId'),
    element(xml, 'SecretAccessKey'),
    element(xml, 'SessionToken'),
    element(xml, 'Expiration'),
  ];
  if (!accessKeyId || !secretAccessKey || !sessionToken || !expiration || Number.isNaN(Date.parse(expiration))) {
    throw new Error('STS answered without whole credentials. Try again.');
  }
  return { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(expiration).toISOString() };
};

/** `key=value`, as a preview gives them. A key of ours holds no `=`. */
const tagParameters = (text: string, index: number): [string, string][] => {
  const equals = text.indexOf('=');
  const member = `Tags.member.${String(index + 1)}`;
  return [
    [`${member}.Key`, text.slice(0, equals)],
    [`${member}.Value`, text.slice(equals + 1)],
  ];
};

const utilization = (xml: string): number | null => {
  const packed = element(xml, 'SessionTokenUtilization');
  return packed === undefined ? null : Number(packed);
};

/** A preview of a vend that has a session policy: one of a role has none. */
export type ScopedPreview = Preview & { readonly sessionPolicy: string };

/** The vend that a preview describes, by GetFederationToken: the same session policy, tags and duration. It has no source identity. */
export const federate = async (
  keys: IamUserKeys,
  { sessionPolicy, sessionTags, durationSeconds, scope, unusableGrants }: ScopedPreview,
): Promise<IamUsersCredentials> => {
  // A UUID, which with its dashes would be four characters too long for a federated user's name.
  const vendId = randomUUID().replaceAll('-', '');
  const xml = await callSts(keys, {
    Action: 'GetFederationToken',
    Name: vendId,
    Policy: sessionPolicy,
    DurationSeconds: String(durationSeconds),
    ...Object.fromEntries(sessionTags.flatMap(tagParameters)),
  });
  return {
    vendId,
    ...credentialsIn(xml),
    federatedUserArn: element(xml, 'Arn') ?? '',
    region: keys.region,
    scope,
    sessionPolicy,
    sessionTokenUtilization: utilization(xml),
    unusableGrants,
  };
};

/** The IAM user's whole permissions, for so many seconds. */
export const wholeSession = async (keys: IamUserKeys, durationSeconds: number): Promise<IamUsersCredentials> => {
  const xml = await callSts(keys, { Action: 'GetSessionToken', DurationSeconds: String(durationSeconds) });
  return {
    ...credentialsIn(xml),
    region: keys.region,
    sessionPolicy: null,
    sessionTokenUtilization: utilization(xml),
  };
};
