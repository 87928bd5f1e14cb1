/**
 * What the bundle of a function has instead of parts of the AWS SDK that it can never need. Each is named as the SDK itself
 * imports it. docs/decisions/bundle.md says what each saves, and how an upgrade of the SDK is checked.
 */
import { errorSchemas, partitions, versionOnly } from './trims.js';

/** Modules with one of ours in their place, which says in its own words what it does instead. */
const replaced = {
  '@aws-sdk/credential-provider-node': 'environmentCredentials.js',
  '@aws-sdk/signature-v4-multi-region': 'oneRegionSigner.js',
  '@aws/lambda-invoke-store': 'runtimeInvokeStore.js',
  '../endpoint/endpointResolver': 'stsEndpoint.js',
  './endpoint/endpointResolver': 'stsEndpoint.js',
  './fromSharedConfigFiles': 'noConfigFiles.js',
  './parseRetryAfterHeader': 'retryAfter.js',
  './HeaderFormatter': 'noEventHeaders.js',
  './check-features': 'noFeatureCount.js',
  './HttpBindingNormalizedSchema': 'noHttpBindings.js',
  './serde/FromStringShapeDeserializer': 'answerTexts.js',
  './QueryShapeSerializer': 'queryWriter.js',
  './middleware-logger/loggerMiddleware': 'noRequestLog.js',
  './runtimeExtensions': 'noExtensions.js',
};

const noMetadata = { names: ['getInstanceMetadataRegion'], why: 'a Lambda function has no instance metadata' };

/** Modules with nothing in their place: whatever calls one of `names`, or loads a module without names, throws. */
const absent = {
  '@smithy/core/event-streams': { names: [], why: 'no operation of STS streams' },
  './Sha256Js': { names: ['Sha256Js'], why: 'Node hashes itself' },
  '../util-retry/AdaptiveRetryStrategy': { names: ['AdaptiveRetryStrategy'], why: 'the retry mode is standard' },
  './getInstanceMetadataRegion': noMetadata,
  '../config-resolver/regionConfig/getInstanceMetadataRegion': noMetadata,
  '../service-customizations': { names: ['resolveParamsForS3'], why: 'S3 is not called' },
  './schemaLogFilter': { names: ['schemaLogFilter'], why: 'requests are not logged' },
};

/** Files of which less will do, by the end of their path. What is left must be shorter, or the build fails. */
const trimmed = {
  '@aws-sdk/client-sts/package.json': versionOnly,
  'client-sts/dist-es/schemas/schemas_0.js': errorSchemas,
  'util-endpoints/lib/aws/partitions.js': partitions,
};

/** All of it, as the plugin takes it. */
export const standIns = { replaced, absent, trimmed };
