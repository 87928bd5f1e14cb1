/** Where the service of a profile is, and its user pool: given once to `login`, and kept. */
import { UsageError } from './failures.ts';
import { readTexts, writeTexts } from './jsonFile.ts';
import { isLoopback } from './loopbackFetch.ts';
import type { Places } from './places.ts';

/** All URLs are checked: https, or http to this machine. */
export interface Settings {
  /** The GraphQL URL. */
  readonly endpoint: string;
  readonly userPoolId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly region?: string | undefined;
  /** Where the user pool answers, if not at AWS. */
  readonly cognitoUrl?: string | undefined;
  /** Who signed in last. */
  readonly username?: string | undefined;
}

/** @throws UsageError for what is no URL, or one that would send tokens in the clear */
export const checkUrl = (text: string, what: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '') {
    throw new UsageError(`${what} is no URL: ${JSON.stringify(text)}.`);
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) {
    throw new UsageError(`${what} must begin with https://, or with http:// on this machine: ${JSON.stringify(text)}.`);
  }
  return url;
};

const USER_POOL_ID = /^([a-z]{2}(?:-[a-z]+)+-\d+)_[0-9A-Za-z]{1,55}$/;
const CLIENT_ID = /^[\w+]{1,128}$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d+$/;

/** @throws UsageError when one of them cannot be right */
export const checkSettings = (settings: Settings): Settings => {
  const { endpoint, userPoolId, clientId, region, cognitoUrl } = settings;
  checkUrl(endpoint, '--endpoint');
  if (cognitoUrl !== undefined) checkUrl(cognitoUrl, '--cognito-url');
  if (userPoolId !== undefined && !USER_POOL_ID.test(userPoolId)) {
    throw new UsageError(`--user-pool-id is like us-east-1_AbCdEfGhI, not ${JSON.stringify(userPoolId)}.`);
  }
  if (clientId !== undefined && !CLIENT_ID.test(clientId)) {
    throw new UsageError(`--client-id is letters and digits, not ${JSON.stringify(clientId)}.`);
  }
  if (region !== undefined && !REGION.test(region)) {
    throw new UsageError(`--region is like us-east-1, not ${JSON.stringify(region)}.`);
  }
  return settings;
};

/** Where the user pool answers. https://docs.aws.amazon.com/general/latest/gr/cognito_identity.html */
export const cognitoUrlOf = ({ cognitoUrl, region, userPoolId }: Settings): string => {
  if (cognitoUrl !== undefined) return cognitoUrl;
  const where = region ?? USER_POOL_ID.exec(userPoolId ?? '')?.[1] ?? '';
  return `https://cognito-idp.${where}.amazonaws.com${where.startsWith('cn-') ? '.cn' : ''}/`;
};

/** Undefined when there are none yet. @throws UnusableFile, UsageError when somebody has spoilt them */
export const readSettings = async ({ settings: file }: Pick<Places, 'settings'>): Promise<Settings | undefined> => {
  const mend = 'Remove it and sign in again: scopevend login --endpoint …';
  const texts = await readTexts(file, { required: ['endpoint'], mend });
  return texts && checkSettings(texts);
};

/** Replaces those that there are. */
export const writeSettings = ({ settings: file }: Pick<Places, 'settings'>, settings: Settings): Promise<void> =>
  writeTexts(file, { ...settings });
