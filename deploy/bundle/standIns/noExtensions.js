/**
 * Stands in for `./runtimeExtensions` of `@aws-sdk/client-sts`, by which others change a client's settings: the built function's client is given all of its
 * settings when it is made.
 */
import { getHttpHandlerExtensionConfiguration } from '@smithy/core/protocols';

/** @throws when there is an extension */
export const resolveRuntimeExtensions = (settings, extensions) => {
  if (extensions.length > 0)
    throw new Error('Extensions of the client are not in the built function: deploy/bundle/standIns.js');
  // Tells the HTTP handler the default of its socket's timeout.
  getHttpHandlerExtensionConfiguration(settings);
  return settings;
};
