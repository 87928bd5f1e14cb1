/** Stands in for `./check-features` of `@aws-sdk/core`, which tells AWS in the user agent which features of the SDK are in use. */
export const checkFeatures = () => Promise.resolve();
