/** One sample for each service. */
import type { ServiceName } from '../../core/scopes/index.ts';
import type { ScopeSample } from './sample.ts';
import { appsync } from './samples/appsync.ts';
import { bedrock } from './samples/bedrock.ts';
import { cloudwatch } from './samples/cloudwatch.ts';
import { dynamodb } from './samples/dynamodb.ts';
import { eventBridge } from './samples/eventBridge.ts';
import { executeApi } from './samples/executeApi.ts';
import { firehose } from './samples/firehose.ts';
import { iot } from './samples/iot.ts';
import { iotShadow } from './samples/iotShadow.ts';
import { kinesis } from './samples/kinesis.ts';
import { kinesisVideo } from './samples/kinesisVideo.ts';
import { kinesisVideoSignaling } from './samples/kinesisVideoSignaling.ts';
import { kms } from './samples/kms.ts';
import { lambda } from './samples/lambda.ts';
import { location } from './samples/location.ts';
import { locationTracker } from './samples/locationTracker.ts';
import { logs } from './samples/logs.ts';
import { polly } from './samples/polly.ts';
import { rekognition } from './samples/rekognition.ts';
import { rum } from './samples/rum.ts';
import { s3 } from './samples/s3.ts';
import { secretsManager } from './samples/secretsManager.ts';
import { ses } from './samples/ses.ts';
import { sns } from './samples/sns.ts';
import { sqs } from './samples/sqs.ts';
import { ssm } from './samples/ssm.ts';
import { stepFunctions } from './samples/stepFunctions.ts';
import { transcribe } from './samples/transcribe.ts';

export const samples: Readonly<Record<ServiceName, ScopeSample>> = {
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
};
