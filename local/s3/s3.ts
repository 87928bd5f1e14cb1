/** S3 on this machine: every request is authenticated, mapped to an operation, judged, and only then performed. */
import { PolicyError } from '../../core/policy/evaluate.ts';
import type { Clock } from '../awsService.ts';
import type { DataRequest, DataResponse, DataService } from '../dataService.ts';
import type { Authenticated, Authenticator } from '../gate/authenticator.ts';
import type { AuthenticatedPost } from '../gate/authenticatePost.ts';
import { createGate } from '../gate/gate.ts';
import type { CreateGate, Gate } from '../gate/gate.ts';
import { GateError } from '../gate/gateError.ts';
import { idBytes } from '../requestIds.ts';
import type { Bucket, Service } from '../service.ts';
import { addressOf, checkKey, parametersOf } from './address.ts';
import type { Address } from './address.ts';
import { nullVersion, targetOf } from './call.ts';
import type { Call, S3Request, Target } from './call.ts';
import { contextOf } from './conditionKeys.ts';
import { corsHeaders, preflight } from './cors.ts';
import { checkOwners } from './expectedOwners.ts';
import { operationOf } from './operations.ts';
import { postObject } from './postObject.ts';
import { noSuchBucket, noSuchKey, noSuchVersion, notImplemented, S3Error } from './s3Error.ts';
import { createStore } from './store/store.ts';
import type { Store, StoreOptions } from './store/store.ts';
import { errorXml } from './xml.ts';

/** What S3 is told of the service, and its surroundings. */
export interface S3Options extends StoreOptions {
  readonly service: Pick<Service, 'region' | 'account' | 'partition'> & {
    readonly buckets: readonly Bucket[];
  };
  readonly sts: Authenticator['sts'];
  readonly clock?: Clock;
  /** What makes its gate. Left out, as in every local stack, the one that verifies and judges. */
  readonly createGate?: CreateGate;
}

/** S3, and what is behind its gate. */
export interface S3 {
  readonly serve: DataService;
  /** The objects themselves, for samples, for keeping them and for tests: no gate here. */
  readonly store: Store;
  /** Forgets everything but what is kept. */
  close(): void;
}

interface Surroundings {
  readonly options: S3Options;
  readonly gate: Gate;
  readonly store: Store;
}

const arnOf = (partition: string, { bucket, key }: Target): string =>
  `arn:${partition}:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;

const callOf = (request: S3Request, { session }: Authenticated, { options, gate, store }: Surroundings): Call => {
  const { account, partition, region } = options.service;
  const call: Call = {
    request,
    store,
    account,
    region,
    judge(action, target, particulars = {}) {
      gate.judge(session, () => {
        const { bucket, key = '' } = target;
        const existing = store.buckets.get(bucket)?.objects.get(key);
        const context = contextOf(action, { request, target, existing, particulars }, account);
        return { action, resource: arnOf(partition, target), context };
      });
    },
    allows(action, target) {
      try {
        call.judge(action, target);
        return true;
      } catch (error) {
        if (error instanceof GateError && error.code === 'AccessDenied') return false;
        throw error;
      }
    },
    bucket(name = request.bucket ?? '') {
      const bucket = store.buckets.get(name);
      if (!bucket) throw noSuchBucket(name);
      return bucket;
    },
    object({ bucket, key = '', versionId }) {
      const object = call.bucket(bucket).objects.get(key);
      if (object && (versionId ?? nullVersion) === nullVersion) return object;
      call.judge('s3:ListBucket', { bucket });
      throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
    },
  };
  return call;
};

/** What an action of the request itself is on. All buckets are `*`, for which S3 has no ARN of its own. */
const ownTarget = (request: S3Request): Target => {
  if (request.bucket === undefined) return { bucket: '*' };
  return request.key === undefined ? { bucket: request.bucket } : targetOf(request);
};

const requestOf = (
  { method, url, headers: { host = '' } }: DataRequest,
  address: Address,
  { headers, context, body, length, trailers }: Authenticated,
): S3Request => ({ method, ...address, parameters: parametersOf(url), headers, context, body, length, trailers, host });

const perform = async (
  request: DataRequest,
  address: Address,
  authenticated: Authenticated,
  surroundings: Surroundings,
): Promise<DataResponse> => {
  const asked = requestOf(request, address, authenticated);
  const operation = operationOf(asked);
  checkOwners(asked, surroundings.options.service.account);
  const call = callOf(asked, authenticated, surroundings);
  for (const action of operation.actions(asked)) call.judge(action, ownTarget(asked));
  return operation.perform(call);
};

/** A form that is posted to a bucket names its key itself. */
const isForm = ({ method, headers }: DataRequest, { bucket, key }: Address): boolean =>
  method === 'POST' &&
  bucket !== undefined &&
  key === undefined &&
  /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');

const performForm = async (
  request: DataRequest,
  bucket: string,
  post: AuthenticatedPost,
  surroundings: Surroundings,
): Promise<DataResponse> => {
  const asked = requestOf(request, { bucket, key: checkKey(post.key) }, post);
  if (asked.parameters.size > 0) throw notImplemented('a form that is posted to a URL with a query');
  checkOwners(asked, surroundings.options.service.account);
  return postObject(callOf(asked, post, surroundings), post.fields);
};

/** What is unforeseen is left to the endpoint. */
const refusalOf = (error: unknown): GateError => {
  if (error instanceof GateError) return error;
  if (error instanceof PolicyError) return notImplemented(`a policy that decides on this request: ${error.message}`);
  throw error;
};

const refuse = (error: unknown, { method }: DataRequest, address: Address | undefined, ids: Ids): DataResponse => {
  const refusal = refusalOf(error);
  const { details = {}, headers = {} } = refusal instanceof S3Error ? refusal : {};
  const resource = [address?.bucket, address?.key].filter((part) => part !== undefined).join('/');
  const elements = { Code: refusal.code, Message: refusal.message, ...details, Resource: `/${resource}`, ...ids };
  return {
    status: refusal.status,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: method === 'HEAD' ? '' : errorXml(elements),
  };
};

interface Ids {
  readonly RequestId: string;
  readonly HostId: string;
}

const newIds = (): Ids => {
  const random = idBytes(64);
  return { RequestId: random.toString('hex', 0, 8).toUpperCase(), HostId: random.toString('base64', 8) };
};

/** S3 with the buckets of a service, empty but for what is kept. */
export const createS3 = (options: S3Options): S3 => {
  const { service, sts, clock = Date.now } = options;
  const store = createStore(
    service.buckets.map(({ name }) => name),
    clock,
    options,
  );
  const resourcePolicies = new Map(
    service.buckets.flatMap(({ arn, policy }) => (policy ? [[arn, policy] as const] : [])),
  );
  const gate = (options.createGate ?? createGate)({ sts, region: service.region, clock, resourcePolicies });
  const surroundings: Surroundings = { options, gate, store };
  const rulesOf = (address: Address | undefined) =>
    service.buckets.find(({ name }) => name === address?.bucket)?.cors ?? [];

  const serve = async (request: DataRequest): Promise<DataResponse> => {
    const ids = newIds();
    let address: Address | undefined;
    let response: DataResponse;
    try {
      address = addressOf(request.url, request.headers['host'] ?? '');
      response =
        request.method === 'OPTIONS'
          ? preflight(request, rulesOf(address))
          : isForm(request, address)
            ? await performForm(
                request,
                address.bucket ?? '',
                await gate.authenticatePost(request, address.bucket ?? ''),
                surroundings,
              )
            : await perform(request, address, await gate.authenticate(request, 's3'), surroundings);
    } catch (error) {
      response = refuse(error, request, address, ids);
    }
    const cors = request.method === 'OPTIONS' ? {} : corsHeaders(request, rulesOf(address));
    return {
      ...response,
      headers: { 'x-amz-request-id': ids.RequestId, 'x-amz-id-2': ids.HostId, ...cors, ...response.headers },
    };
  };

  return { serve, store, close: store.clear };
};
