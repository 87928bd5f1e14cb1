/** Says which AWS service a request on the one endpoint is for, as far as the request says. Nothing is verified. */
import { queryParameters } from './signRequest.ts';
import { credentialOf } from './sigv4.ts';
import type { Head } from './sigv4.ts';

/** A service's target prefix: `X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth`. */
const targets = new Map([
  ['AWSCognitoIdentityProviderService', 'cognito-idp'],
  ['DynamoDB_20120810', 'dynamodb'],
]);

const serviceOfTarget = (target: string) => targets.get(target.split('.')[0] ?? '') ?? target;

/** A browser's preflight has no target yet, only the name of the header that will carry it. What browsers ask Cognito is not signed. */
const preflightService = ({ method, headers }: Head) => {
  const asked = headers['access-control-request-headers']?.toLowerCase();
  if (method !== 'OPTIONS' || !asked?.includes('x-amz-target')) return undefined;
  return asked.includes('authorization') ? 'dynamodb' : 'cognito-idp';
};

const isRoot = ({ url }: Head) => url === '/' || url.startsWith('/?');

/** Unsigned requests of the query protocol: STS is the only such service here, and says what they lack. */
const queryService = (request: Head) =>
  isRoot(request) &&
  (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ||
    queryParameters(request.url.slice(2)).some(([name]) => name === 'Action'))
    ? 'sts'
    : undefined;

/**
 * A path is a bucket's, whoever asks for it: presigned in an older way, anonymously, or from a browser by a preflight or a form.
 * So is everything at a host that begins with a bucket's name.
 */
const bucketService = (request: Head) => {
  const host = request.headers['host'] ?? '';
  const { method, headers } = request;
  const isBucketHost = /^[^.:[\]]+(?:\.[^.:]+)*\.(?:localhost|s3(?:\.[a-z0-9-]+)?\.amazonaws\.com)(?::\d+)?$/i.test(
    host,
  );
  const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
  const isForm = /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');
  return !isRoot(request) || isBucketHost || isPreflight || isForm ? 's3' : undefined;
};

/**
 * The credential scope's service, else that of X-Amz-Target, else by path, method and form.
 * @returns a service's name, or what the request has in the place of one; undefined when it has none
 * @throws SignatureError for a credential or query that cannot be read
 */
export const chooseService = (request: Head): string | undefined => {
  const target = request.headers['x-amz-target'];
  return (
    credentialOf(request)?.service ??
    (target === undefined ? undefined : serviceOfTarget(target)) ??
    // A user pool's id has an underscore, a bucket's name has none.
    (/^\/[\w-]+_\w+\/\.well-known\//.test(request.url) ? 'cognito-idp' : undefined) ??
    preflightService(request) ??
    queryService(request) ??
    bucketService(request)
  );
};
