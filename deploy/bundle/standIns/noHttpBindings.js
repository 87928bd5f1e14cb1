/**
 * Stands in for `./HttpBindingNormalizedSchema` of `@smithy/core`, which says what of a request belongs into its path, its headers or its host name.
 * In the Query protocol that STS speaks everything is in the body.
 */
const refuse = () => {
  throw new Error('HTTP bindings are not in the built function: deploy/bundle/standIns.js');
};

/** @returns no binding. An operation that had some would have traits. */
export const getHttpOperationBindings = ({ traits }) => (traits ? refuse() : []);

export const HttpBindingNormalizedSchema = { of: refuse };
