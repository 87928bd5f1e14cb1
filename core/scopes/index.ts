/** All services that scopes can speak of. */
import { appsync } from './appsync.ts';
import { bedrock } from './bedrock.ts';
import { cloudwatch } from './cloudwatch.ts';
import { dynamodb } from './dynamodb.ts';
import { eventBridge } from './eventBridge.ts';
import { executeApi } from './executeApi.ts';
import { firehose } from './firehose.ts';
import { iot } from './iot.ts';
import { iotShadow } from './iotShadow.ts';
import { kinesis } from './kinesis.ts';
import { kinesisVideo } from './kinesisVideo.ts';
import { kinesisVideoSignaling } from './kinesisVideoSignaling.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { location } from './location.ts';
import { locationTracker } from './locationTracker.ts';
import { logs } from './logs.ts';
import { polly } from './polly.ts';
import { rekognition } from './rekognition.ts';
import { rum } from './rum.ts';
import { s3 } from './s3.ts';
import { secretsManager } from './secretsManager.ts';
import { ses } from './ses.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';
import { ssm } from './ssm.ts';
import { stepFunctions } from './stepFunctions.ts';
import { transcribe } from './transcribe.ts';
import type { ScopeDefinition } from './defineScope.ts';

/** One line a service; the key is the field of ScopeInput. */
export const scopes = {
  s3,
  dynamodb,
  sqs,
  iot,
  sns,
  kinesis,
  firehose,
  kinesisVideo,
  kinesisVideoSignaling,
  eventBridge,
  iotShadow,
  lambda,
  stepFunctions,
  bedrock,
  executeApi,
  appsync,
  transcribe,
  polly,
  rekognition,
  location,
  rum,
  cloudwatch,
  logs,
  ses,
  ssm,
  secretsManager,
  kms,
  locationTracker,
} as const;

/** The name of a service. */
export type ServiceName = keyof typeof scopes;

/** The access values of a service. */
export type AccessOf<Name extends ServiceName> = keyof (typeof scopes)[Name]['access'];

/** How grants.ts writes a part of a service's resources. */
export type PartOf<Name extends ServiceName> = NonNullable<(typeof scopes)[Name]['part']['declared']>;

// Beyond this line the parts of a service are known to that service alone. A built function has the definitions of those services only
// of which grants.ts has a resource (deploy/bundle/usedServices.js); of the others it knows the names.
const byName = new Map<string, ScopeDefinition>(
  Object.entries(scopes as unknown as Record<string, ScopeDefinition | undefined>).flatMap(([name, definition]) =>
    definition === undefined ? [] : [[name, definition] as const],
  ),
);

/** The names of all services, in the schema's order. */
export const serviceNames = Object.keys(scopes) as readonly ServiceName[];

/** Every service, in the same order. */
export const services: readonly ScopeDefinition[] = [...byName.values()];

/** The service of that name, if there is one. */
export const serviceNamed = (name: string): ScopeDefinition | undefined => byName.get(name);
