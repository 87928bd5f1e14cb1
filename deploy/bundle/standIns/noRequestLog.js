/**
 * Stands in for `./middleware-logger/loggerMiddleware` of `@aws-sdk/core`, which would log what goes to STS and what comes back: the built function logs
 * a vend itself, without credentials.
 */
import { NoOpLogger } from '@smithy/core/client';

export const loggerMiddlewareOptions = {};

export const loggerMiddleware = () => {
  throw new Error('The built function does not log requests: deploy/bundle/standIns.js');
};

/** @throws when the client is given a logger */
export const getLoggerPlugin = ({ logger }) => {
  if (logger !== undefined && !(logger instanceof NoOpLogger)) loggerMiddleware();
  return { applyToStack: () => undefined };
};
