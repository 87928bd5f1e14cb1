/** What the AWS CLI and SDKs read from the environment: so that they take the vended credentials, and no others. */
import { devNull } from 'node:os';

/** Changes to an environment. */
export interface Changes {
  readonly unset: readonly string[];
  readonly set: Readonly<Record<string, string>>;
}

/** Where vended credentials are used: the Region of the service, and the local stack's endpoint when they are of it. */
export interface Place {
  readonly region: string;
  readonly awsUrl?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Each of them would let credentials, or a role to assume, be taken from somewhere else. */
const OTHER_SOURCES = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
];

/** Keys in the environment; boto3 takes a session token by its old name first. */
const KEYS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
];

const CONTAINER = [
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
];

/** Each of them would lead past AWS_ENDPOINT_URL. */
const isOtherEndpoint = (name: string): boolean =>
  /^AWS_ENDPOINT_URL_/.test(name) ||
  ['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'].includes(name);

// The Region goes by two names, since the AWS CLI version 1 and boto3 know the second only.
const placed = ({ region, awsUrl }: Place, environment: Environment): Changes => ({
  unset: awsUrl === undefined ? [] : Object.keys(environment).filter(isOtherEndpoint),
  set: {
    ...(awsUrl !== undefined && { AWS_ENDPOINT_URL: awsUrl }),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  },
});

const joined = (unset: readonly string[], set: Readonly<Record<string, string>>): Changes => ({
  unset: unset.filter((name) => !Object.hasOwn(set, name)),
  set,
});

/** For credentials as they are. */
export const keysEnvironment = (
  credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    readonly expiration: Date | string;
  },
  place: Place,
  environment: Environment,
): Changes => {
  const { unset, set } = placed(place, environment);
  return joined([...OTHER_SOURCES, ...KEYS, ...CONTAINER, ...unset], {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_CREDENTIAL_EXPIRATION: new Date(credentials.expiration).toISOString(),
    ...set,
  });
};

/**
 * For an endpoint that hands them out and renews them. It comes last in the order in which the SDKs look for credentials, behind
 * the files below ~/.aws, so these are put aside: else a default profile would be used instead, unnoticed.
 */
export const endpointEnvironment = (
  { url, authorization }: { readonly url: string; readonly authorization: string },
  place: Place,
  environment: Environment,
): Changes => {
  const { unset, set } = placed(place, environment);
  return joined([...OTHER_SOURCES, ...KEYS, ...CONTAINER, ...unset], {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: url,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: authorization,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_CONFIG_FILE: devNull,
    ...set,
  });
};

/** The environment so changed. Windows knows names without regard to case. */
export const changed = (environment: Environment, { unset, set }: Changes): Record<string, string | undefined> => {
  const gone = new Set([...unset, ...Object.keys(set)]);
  const kept = Object.entries(environment).filter(([name]) => !gone.has(name.toUpperCase()));
  return { ...Object.fromEntries(kept), ...set };
};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The changes as lines for a POSIX shell, each with its newline. */
export const exportLines = ({ unset, set }: Changes): string =>
  [
    ...(unset.length > 0 ? [`unset ${unset.join(' ')}\n`] : []),
    ...Object.entries(set).map(([name, value]) => `export ${name}=${quoted(value)}\n`),
  ].join('');
