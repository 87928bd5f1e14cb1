/** Keeps this machine's own AWS settings out of a process: profiles, Regions, endpoints and keys are not for the local stack. */
import { devNull } from 'node:os';

/**
 * Changes the environment given: what the AWS SDK would read is gone, and it keeps quiet about Node's version. To be called
 * before the SDK is loaded.
 */
export const ownEnvironment = (environment: NodeJS.ProcessEnv): void => {
  for (const name of Object.keys(environment)) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- an environment variable goes away only so
    if (name.toUpperCase().startsWith('AWS_') && name !== 'AWS_PORT') delete environment[name];
  }
  environment['AWS_CONFIG_FILE'] = devNull;
  environment['AWS_SHARED_CREDENTIALS_FILE'] = devNull;
  environment['AWS_EC2_METADATA_DISABLED'] = 'true';
  environment['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
};
